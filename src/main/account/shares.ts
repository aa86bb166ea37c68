import { createHash } from 'node:crypto';
import { z } from 'zod';
import { readJson } from '../../shared/texts/json.js';
import { RecordKey } from '../keys/record-key.js';
import { SeedKeys } from '../keys/seed-keys.js';
import type { KeptShares } from './changes.js';
import type { ClinicState } from './clinic-state.js';

/*
 * How the clinic's two keys reach those who may have them. The clinic's key opens what all members share;
 * the administrators' key what only they may read. Each holder gets a share of them by HPKE, so that new
 * keys need nobody's password.
 */

/** The clinic's keys, as one holder has them. The owner calls {@link forgetClinicKeys} when done. */
export interface ClinicKeys {
  readonly clinic: RecordKey;
  /** `null` for holders who are no administrators. */
  readonly administrators: SeedKeys | null;
}

/** Whom a share is for. */
interface Holder {
  /** A member's id, or the name of a code on paper. */
  readonly name: string;
  /** The public opening key, in base 64. */
  readonly opening: string;
  readonly isAdministrator: boolean;
}

export const KIT_HOLDER = 'emergencyKit';

export function invitationHolder(memberId: string): string {
  return `invitation/${memberId}`;
}

const boxSchema = z.record(
  z.string(),
  z.strictObject({ clinic: z.base64(), administrators: z.base64().nullable() }),
);
type Shares = Readonly<z.infer<typeof boxSchema>>;

/** Shares as a decision names them, and their box. */
export interface WrittenShares {
  readonly shares: KeptShares;
  readonly box: Buffer;
}

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

/** Shares of new keys, for everybody who may have them. */
export function sharesOf(
  keys: ClinicKeys & { readonly administrators: SeedKeys },
  holders: readonly Holder[],
  about: About,
): WrittenShares {
  const all = holders.map((holder) => [holder.name, shareOf(keys, holder, about)] as const);
  return written(Object.fromEntries(all), about, keys.administrators.publicKeys.opening);
}

/** The box of `state` with one more share, or a new one in the place of another. */
export function withShare(
  state: ClinicState,
  box: Buffer | null,
  {
    keys,
    holder,
    without = [],
  }: {
    readonly keys: ClinicKeys;
    readonly holder: Holder;
    /** Holders whose shares go. */
    readonly without?: readonly string[];
  },
): WrittenShares {
  const about = { clinic: state.clinic, epoch: state.shares.epoch };
  const others = Object.entries(readShares(box) ?? {}).filter(([name]) => !without.includes(name));
  const shares = { ...Object.fromEntries(others), [holder.name]: shareOf(keys, holder, about) };
  return written(shares, about, state.shares.administrators);
}

/** @returns `null` when there is no share for this holder, or it was changed */
export function openShare(
  { clinic, shares: { epoch } }: Pick<ClinicState, 'clinic' | 'shares'>,
  box: Buffer | null,
  { name, keys }: { readonly name: string; readonly keys: SeedKeys },
): ClinicKeys | null {
  const share = readShares(box)?.[name];
  if (share === undefined) return null;
  const open = (which: Which, sealed: string): Buffer | null =>
    keys.openSealed(infoOf({ clinic, epoch }, name, which), Buffer.from(sealed, 'base64'));
  const clinicKey = open('clinic', share.clinic);
  if (clinicKey === null) return null;
  const seed = share.administrators === null ? null : open('administrators', share.administrators);
  return {
    clinic: new RecordKey(clinicKey),
    administrators: seed === null ? null : new SeedKeys(seed),
  };
}

type Which = 'clinic' | 'administrators';

/** JSON, so that no two contexts give the same bytes. */
function infoOf({ clinic, epoch }: About, holder: string, which: Which): Buffer {
  return Buffer.from(JSON.stringify(['clinic-workstation share', clinic, epoch, holder, which]));
}

function shareOf(keys: ClinicKeys, holder: Holder, about: About): Shares[string] {
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

function written(all: Shares, { epoch }: About, administrators: string): WrittenShares {
  const box = Buffer.from(JSON.stringify(all), 'utf8');
  return { shares: { epoch, administrators, box: hashOf(box) }, box };
}

function readShares(box: Buffer | null): Shares | null {
  const json = box === null ? null : readJson(box.toString('utf8'));
  const parsed = json?.ok === true ? boxSchema.safeParse(json.value) : null;
  return parsed?.success === true ? parsed.data : null;
}
