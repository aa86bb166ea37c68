import type { AccountNow } from '../ports/index.js';
import type { KeptRotation } from './changes.js';
import type { ClinicState } from './clinic-state.js';
import { ADMINISTRATORS, addFormer, type FormerSeeds } from './former-keys.js';
import {
  type ClinicKeys,
  forgetClinicKeys,
  formerSeedsIn,
  freshClinicKeys,
  hashOf,
  holdersOf,
  sharesOf,
} from './shares.js';

/** New keys of the clinic, and everything that was under the old ones under the new ones. */
export interface Rotation {
  /** As a decision names it. */
  readonly rotation: KeptRotation;
  readonly boxes: readonly Buffer[];
  readonly keys: ReturnType<typeof freshClinicKeys>;
}

/** Seals anew what is kept outside of the chain under the administrators' key. */
export type Reseal = (from: ClinicKeys, to: ReturnType<typeof freshClinicKeys>) => void;

/**
 * Gives the clinic new keys, so that whoever has a share of the old ones, or had one, opens nothing from
 * now on. A record that was changed outside the app is lost.
 * @param after the state of which the holders get shares
 * @param old the keys until now, as an administrator has them; `null` when nobody has them any more: then
 *   every record is lost
 */
export function rotate(
  now: Pick<AccountNow, 'box'>,
  after: ClinicState,
  old: ClinicKeys | null,
): Rotation {
  const keys = freshClinicKeys();
  const epoch = after.shares.epoch + 1;
  const former = formerOf(now, after, { keys, old });
  const about = { clinic: after.clinic, epoch, former };
  const { shares, box } = sharesOf(keys, holdersOf(after), about);
  const boxes = [box];
  const records: Record<string, string> = {};
  for (const [name, hash] of Object.entries(after.records)) {
    const kept = now.box(hash);
    const text = kept === null ? null : (old?.clinic.open(name, kept) ?? null);
    if (text === null) continue;
    const sealed = keys.clinic.seal(name, text);
    text.fill(0);
    boxes.push(sealed);
    records[name] = hashOf(sealed);
  }
  return { rotation: { shares, records }, boxes, keys };
}

/** What the new administrators' key opens of those before it. */
function formerOf(
  now: Pick<AccountNow, 'box'>,
  { clinic, shares }: ClinicState,
  { keys, old }: { readonly keys: Rotation['keys']; readonly old: ClinicKeys | null },
): FormerSeeds {
  const replaced = old?.administrators ?? null;
  if (replaced === null) return [];
  const before = formerSeedsIn(now, { shares });
  const next = keys.administrators.publicKeys;
  return addFormer({ clinic, owner: ADMINISTRATORS }, next, { replaced, before });
}

/** Call it when the rotation's boxes are stored. */
export function forgetRotation({ keys }: Rotation): void {
  forgetClinicKeys(keys);
}
