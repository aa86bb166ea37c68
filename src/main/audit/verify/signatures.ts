import { isSignedBy } from '../../keys/key-pairs.js';
import { cutText, headText } from '../../keys/trail-seal.js';
import type { TrailCopy, TrailCut, TrailHead, TrailKeyOwner } from '../../ports/index.js';
import type { Problems } from './problems.js';

/** How many signatures are checked side by side: node has four threads for it. */
const AT_ONCE = 16;

interface Signatures {
  readonly workstation: string;
  readonly owners: readonly TrailKeyOwner[];
  readonly problems: Problems;
}

/**
 * The heads that count: signed by a key that was its member's at that point of the trail. A key that is
 * nobody's any more proves nothing, and is no problem either: a session outlives its member's access by
 * a moment.
 */
export async function validHeads(
  copy: Pick<TrailCopy, 'heads'>,
  { workstation, owners, problems }: Signatures,
): Promise<readonly TrailHead[]> {
  const valid: TrailHead[] = [];
  for (let after = 0; ;) {
    const some = copy.heads(after, AT_ONCE);
    const checked = await Promise.all(
      some.map(async (head) => {
        const owned = owners.filter((owner) => isOwn(owner, head));
        const text = headText({ ...head, workstation });
        const isSigned = owned.length > 0 && (await isSignedWith(head, text));
        if (!isSigned) problems.add('headForged', head.events);
        return isSigned && owned.some((owner) => isInForce(owner, head.events));
      }),
    );
    valid.push(...some.filter((_head, index) => checked[index]));
    after = some.at(-1)?.id ?? after;
    if (some.length < AT_ONCE) return valid;
  }
}

/** The cuts that an administrator has signed. */
export async function validCuts(
  cuts: readonly TrailCut[],
  { workstation, owners, problems }: Signatures,
): Promise<readonly TrailCut[]> {
  const valid: TrailCut[] = [];
  for (const cut of cuts) {
    const isAllowed = owners.some((owner) => isOwn(owner, cut) && owner.isAdministrator);
    if (isAllowed && (await isSignedWith(cut, cutText({ ...cut, workstation })))) valid.push(cut);
    else problems.add('cutForged', cut.events);
  }
  return valid;
}

function isOwn(owner: TrailKeyOwner, { memberId, key }: TrailHead): boolean {
  return owner.memberId === memberId && owner.key === key;
}

function isInForce({ from, until }: TrailKeyOwner, events: number): boolean {
  return from <= events && (until === null || events <= until);
}

function isSignedWith({ key, signature }: TrailHead, text: Buffer): Promise<boolean> {
  return isSignedBy(Buffer.from(key, 'base64'), text, signature);
}
