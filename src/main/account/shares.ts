import { createHash } from 'node:crypto';
import { z } from 'zod';
import { readJson } from '../../shared/texts/json.js';
import { RecordKey } from '../keys/record-key.js';
import { SeedKeys } from '../keys/seed-keys.js';
import type { KeptShares } from './changes.js';
import type { AccountNow } from '../ports/index.js';
import type { ClinicState } from './clinic-state.js';
import { ADMINISTRATORS, type FormerSeeds, formerSeeds, openFormer } from './former-keys.js';

/*
 * How the clinic's two keys reach those who may have them. The clinic's key opens what all members share;
 * the administrators' key what only they may read. Each holder gets a share of them by HPKE, so that new
 * keys need nobody's password. New keys come with one box of all shares; a share that is made later, for one
 * holder, has a box of its own. In the box of all the administrators' key also opens those before it: at another
 * computer of the clinic something may still be sealed under one of them.
 */

/** The clinic's keys, as one holder has them. The owner calls {@link forgetClinicKeys} when done. */
export interface ClinicKeys {
  readonly clinic: RecordKey;
  /** `null` for holders who are no administrators. */
  readonly administrators: SeedKeys | null;
}

/** Whom a share is for. */
export interface Holder {
  /** A member's id, or the name of a code on paper. */
  readonly name: string;
  /** The public opening key, in base 64. */
  readonly opening: string;
  readonly isAdministrator: boolean;
}

export const KIT_HOLDER = 'emergencyKit';

const INVITATION = 'invitation/';

export function invitationHolder(memberId: string): string {
  return `${INVITATION}${memberId}`;
}

const shareSchema = z.strictObject({
  clinic: z.base64(),
  administrators: z.base64().nullable(),
});
const sharesSchema = z.strictObject({
  shares: z.record(z.string(), shareSchema),
  former: formerSeeds,
});
type Share = z.infer<typeof shareSchema>;
type Shares = z.infer<typeof sharesSchema>;

type About = Pick<ClinicState, 'clinic'> & { readonly epoch: number };

export function hashOf(box: Buffer): string {
  return createHash('sha256').update(box).digest('base64');
}

export function freshClinicKeys(): Required<ClinicKeys> & { readonly administrators: SeedKeys } {
  return { clinic: RecordKey.fresh(), administrators: SeedKeys.fresh() };
}

export function forgetClinicKeys({ clinic, administrators }: ClinicKeys): void {
  clinic.forget();
  administrators?.forget();
}

/** Everybody who may have a share of the clinic's keys in this state. */
export function holdersOf(state: ClinicState): readonly Holder[] {
  const members = Object.values(state.members).filter(({ active }) => active);
  const holders: Holder[] = members.map(({ id, role, keys }) => ({
    name: id,
    opening: keys.opening,
    isAdministrator: role === 'administrator',
  }));
  for (const { id, role } of members) {
    const invitation = state.invitations[id];
    if (invitation === undefined) continue;
    const isAdministrator = role === 'administrator';
    holders.push({ name: invitationHolder(id), opening: invitation.opening, isAdministrator });
  }
  if (state.emergencyKit !== null)
    holders.push({ name: KIT_HOLDER, opening: state.emergencyKit.opening, isAdministrator: true });
  return holders;
}

/**
 * Shares of new keys, for everybody who may have them, as a decision names them, and their box.
 * @param former what the new administrators' key opens of those before it
 */
export function sharesOf(
  keys: ClinicKeys & { readonly administrators: SeedKeys },
  holders: readonly Holder[],
  { former = [], ...about }: About & { readonly former?: FormerSeeds },
): { readonly shares: KeptShares; readonly box: Buffer } {
  const all = holders.map((holder) => [holder.name, shareOf(keys, holder, about)] as const);
  const box = written({ shares: Object.fromEntries(all), former: [...former] });
  const administrators = keys.administrators.publicKeys.opening;
  return { shares: { epoch: about.epoch, administrators, box: hashOf(box) }, box };
}

/** A share of the clinic's keys as they are, for one holder, as a decision names it, and its box. */
export function shareFor(
  { clinic, shares: { epoch } }: Pick<ClinicState, 'clinic' | 'shares'>,
  { keys, holder }: { readonly keys: ClinicKeys; readonly holder: Holder },
): { readonly share: string; readonly box: Buffer } {
  const box = written(shareOf(keys, holder, { clinic, epoch }));
  return { share: hashOf(box), box };
}

/** @returns `null` when there is no share for this holder, or it was changed */
export function openShare(
  now: Pick<AccountNow, 'state' | 'box'>,
  { name, keys }: { readonly name: string; readonly keys: SeedKeys },
): ClinicKeys | null {
  const { state } = now;
  if (state === null) return null;
  const own = ownShareOf(state, name);
  const share =
    own === null
      ? readBox(now.box(state.shares.box), sharesSchema)?.shares[name]
      : readBox(now.box(own), shareSchema);
  if (share === undefined || share === null) return null;
  const about = { clinic: state.clinic, epoch: state.shares.epoch };
  const open = (which: Which, sealed: string): Buffer | null =>
    keys.openSealed(infoOf(about, name, which), Buffer.from(sealed, 'base64'));
  const clinicKey = open('clinic', share.clinic);
  if (clinicKey === null) return null;
  const seed = share.administrators === null ? null : open('administrators', share.administrators);
  return {
    clinic: new RecordKey(clinicKey),
    administrators: seed === null ? null : new SeedKeys(seed),
  };
}

/** What the administrators' key of this state opens of those before it; none where nobody can say. */
export function formerSeedsIn(
  now: Pick<AccountNow, 'box'>,
  { shares }: Pick<ClinicState, 'shares'>,
): FormerSeeds {
  return readBox(now.box(shares.box), sharesSchema)?.former ?? [];
}

/** The administrators' keys before this one, newest first; the caller forgets each. */
export function formerAdministrators(
  now: Pick<AccountNow, 'state' | 'box'>,
  administrators: SeedKeys,
): readonly SeedKeys[] {
  const { state } = now;
  if (state === null) return [];
  const about = { clinic: state.clinic, owner: ADMINISTRATORS };
  return openFormer(about, administrators, formerSeedsIn(now, state));
}

/** Another text whenever a holder has another share: the clinic's keys that it opened are not theirs any more. */
export function shareMark(state: ClinicState, name: string): string {
  return `${state.shares.epoch} ${ownShareOf(state, name) ?? state.shares.box}`;
}

/** Whether every box with a share is there; what is in them, only their holders can say. */
export function hasAllShares(now: Pick<AccountNow, 'box'>, state: ClinicState): boolean {
  const boxes = holdersOf(state).map(({ name }) => ownShareOf(state, name) ?? state.shares.box);
  return [...new Set(boxes)].every((hash) => now.box(hash) !== null);
}

/** @returns `null` for a holder whose share is in the box of all, if there is one */
function ownShareOf(state: ClinicState, name: string): string | null {
  if (name === KIT_HOLDER) return state.emergencyKit?.share ?? null;
  const holder = name.startsWith(INVITATION)
    ? state.invitations[name.slice(INVITATION.length)]
    : state.members[name];
  return holder?.share ?? null;
}

type Which = 'clinic' | 'administrators';

/** JSON, so that no two contexts give the same bytes. */
function infoOf({ clinic, epoch }: About, holder: string, which: Which): Buffer {
  return Buffer.from(JSON.stringify(['clinic-workstation share', clinic, epoch, holder, which]));
}

function shareOf(keys: ClinicKeys, holder: Holder, about: About): Share {
  const opening = Buffer.from(holder.opening, 'base64');
  const administrators =
    holder.isAdministrator && keys.administrators !== null
      ? keys.administrators.shareFor(opening, infoOf(about, holder.name, 'administrators'))
      : null;
  return {
    clinic: keys.clinic.shareFor(opening, infoOf(about, holder.name, 'clinic')).toString('base64'),
    administrators: administrators?.toString('base64') ?? null,
  };
}

function written(box: Share | Shares): Buffer {
  return Buffer.from(JSON.stringify(box), 'utf8');
}

/** @returns `null` for no box, and for one that holds something else */
function readBox<T>(box: Buffer | null, schema: z.ZodType<T>): T | null {
  const json = box === null ? null : readJson(box.toString('utf8'));
  const parsed = json?.ok === true ? schema.safeParse(json.value) : null;
  return parsed?.success === true ? parsed.data : null;
}
