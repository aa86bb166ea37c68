import type { Role } from '../../shared/people/role.js';
import type { SignInRules } from '../../shared/policy/sign-in-rules.js';
import type { Argon2Cost } from '../keys/derivation.js';
import type { PublicKeys } from '../keys/seed-keys.js';
import type { Instant } from '../ports/time.js';
import type {
  KeptLogKeys,
  KeptMemberKeys,
  KeptRotation,
  KeptServer,
  KeptShares,
} from './changes.js';
import { type Position, START } from './entry.js';

/**
 * The hash of the box with a holder's own share of the clinic's keys; `null` when it is in the box of all, which
 * was made with these keys.
 */
type OwnShare = string | null;

/** A member, as the clinic decided. */
export interface MemberState {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly active: boolean;
  /** By the clinic's time, in milliseconds since 1970. */
  readonly createdAt: number;
  readonly keys: KeptMemberKeys;
  readonly share: OwnShare;
  /** The hash of the box in which the seed opens those before it; `null` when they are lost, or there are none. */
  readonly former: string | null;
  /**
   * Whether the password went when access was turned off in a clinic with several computers: with access again,
   * the member needs an invitation code.
   */
  readonly passwordGone: boolean;
  /** `null` when it is off. */
  readonly twoFactor: {
    /** The hash of the box with the secret, which the member alone can open. */
    readonly record: string;
    /** Which recovery codes were used, by their places. */
    readonly used: readonly number[];
  } | null;
  /** Whether the member must set up two-factor authentication, after a reset or a code on paper. */
  readonly mustSetUp: boolean;
  /** The hash of the box with what a badge and its PIN are checked with, which the member alone can open. */
  readonly badge: string | null;
  /** The tag of the language that the member chose (BCP 47); `null` goes by the computer. */
  readonly language: string | null;
  /** The newest edition of the guide that the member has read, and when, in milliseconds since 1970. */
  readonly guideRead: { readonly edition: number; readonly at: number } | null;
}

/** The public keys of a code, and which member made it, and so has seen it. */
export interface CodeOnPaper extends PublicKeys {
  readonly by: string;
  readonly share: OwnShare;
}

/** A computer of the clinic. */
export interface WorkstationState extends PublicKeys {
  readonly name: string;
  /** When it was enrolled, in milliseconds since 1970. */
  readonly at: number;
}

/** A code on paper with which one more computer can enrol. */
export interface InvitedState extends PublicKeys {
  readonly name: string;
  readonly until: number;
}

/** An order to sign out: it ends the sessions that began before it. */
export interface SignOutOrder {
  /** Which decision it was. */
  readonly seq: number;
  /** In milliseconds since 1970. */
  readonly at: number;
  readonly by: string;
  readonly reason: string | null;
  /** At this workstation sessions go on. */
  readonly except: string | null;
}

/**
 * The newest order for the same sessions; and, where it leaves a workstation out, the newest before it that does
 * not leave out that one. With these two it is known of each workstation which order it obeys.
 */
export type NewestOrders = readonly SignOutOrder[];

/** The newest orders to sign out. */
export interface SignOutOrders {
  readonly all: NewestOrders;
  readonly members: Readonly<Record<string, NewestOrders>>;
  readonly workstations: Readonly<Record<string, NewestOrders>>;
  /** A member has signed in at another workstation: the sessions before give way. */
  readonly oneSession: Readonly<Record<string, NewestOrders>>;
}

export const NO_ORDERS: SignOutOrders = { all: [], members: {}, workstations: {}, oneSession: {} };

/** What the clinic decided about its server and its computers. */
export interface SharedState {
  /** The name of the log on the server. */
  readonly log: string;
  readonly server: KeptServer;
  readonly keys: KeptLogKeys;
  /** The computer that shared the account. */
  readonly first: string;
  readonly workstations: Readonly<Record<string, WorkstationState>>;
  readonly invited: Readonly<Record<string, InvitedState>>;
  /** Those that were taken out, by which member, and when. */
  readonly removed: Readonly<
    Record<string, { readonly name: string; readonly by: string; readonly at: number }>
  >;
  readonly orders: SignOutOrders;
}

/** Everything that a clinic has decided: the result of its chain of decisions. Plain JSON. */
export interface ClinicState {
  /** The public signing key of whoever founded the clinic, in base 64. */
  readonly clinic: string;
  /** The number and the link (base 64) of the last decision. */
  readonly seq: number;
  readonly link: string;
  /** When that was decided, in milliseconds since 1970. */
  readonly decidedAt: number;
  readonly name: string;
  readonly members: Readonly<Record<string, MemberState>>;
  /** As it was signed; `readPolicy` reads it. */
  readonly policy: unknown;
  readonly rules: SignInRules;
  /** Since when two-factor authentication is required, by the clinic's time. */
  readonly requiredSince: number | null;
  readonly cost: Argon2Cost;
  readonly shares: KeptShares;
  /** The hashes of records that are sealed under the clinic's key, by their names. */
  readonly records: Readonly<Record<string, string>>;
  readonly emergencyKit: CodeOnPaper | null;
  /** The invitation code of each invited member. */
  readonly invitations: Readonly<Record<string, CodeOnPaper & { readonly madeAt: Instant }>>;
  /** How long the audit trail is kept, in years. */
  readonly trailYears: number;
  /** The last decision to go on with an account that this computer remembered otherwise. */
  readonly accepted: {
    readonly seq: number;
    readonly remembered: number | null;
    /** More than what was remembered then, and than that of each such decision before. */
    readonly number: number;
    /** The member who decided it. */
    readonly by: string;
  } | null;
  /** `null` while one computer has the account for itself. */
  readonly shared: SharedState | null;
  /** It does so after it left a clinic with several: members may never have signed in at it. */
  readonly hasLeft?: true;
}

/** HIPAA asks for 6 years of documentation (45 CFR 164.316(b)(2)(i)). */
export const USUAL_TRAIL_YEARS = 6;

/** How far a chain had come, as somebody remembers it outside of the chain. */
export interface Remembered extends Position {
  /** The `number` of the last decision until then to go on with an account in question; 0 for none. */
  readonly accepted: number;
}

export const NOTHING_REMEMBERED: Remembered = { ...START, accepted: 0 };

/** How far the chain of this state has come. */
export function positionOf(state: ClinicState | null): Remembered {
  if (state === null) return NOTHING_REMEMBERED;
  const { seq, link, accepted } = state;
  return { seq, link: Buffer.from(link, 'base64'), accepted: accepted?.number ?? 0 };
}

export function activeAdministrators({ members }: Pick<ClinicState, 'members'>): MemberState[] {
  return Object.values(members).filter(({ active, role }) => active && role === 'administrator');
}

/**
 * The state with a member's access on or off. Whoever loses access also loses the codes on paper which they
 * made: with one of them they could sign in as somebody else.
 */
export function withAccess(
  state: ClinicState,
  id: string,
  active: boolean,
): ClinicState | 'unknownMember' {
  if (active) return withMember(state, id, { active });
  const after = withoutInvitation(withoutCodesBy(state, id), id);
  // At other computers, and on the server, nobody could take it away later.
  return withMember(after, id, state.shared === null ? { active } : { active, passwordGone: true });
}

/**
 * The state with another role for a member. An open invitation goes with the role of administrator, either
 * way, as it has a share for the role before; so do the codes that somebody made as administrator.
 */
export function withRole(
  state: ClinicState,
  id: string,
  role: Role,
): ClinicState | 'unknownMember' {
  const was = state.members[id]?.role === 'administrator';
  const is = role === 'administrator';
  const kept = was && !is ? withoutCodesBy(state, id) : state;
  return withMember(was === is ? kept : withoutInvitation(kept, id), id, { role });
}

export function withMember(
  state: ClinicState,
  id: string,
  change: Partial<MemberState>,
): ClinicState | 'unknownMember' {
  const member = state.members[id];
  if (member === undefined) return 'unknownMember';
  return { ...state, members: { ...state.members, [id]: { ...member, ...change } } };
}

export function withoutInvitation(state: ClinicState, id: string): ClinicState {
  const others = Object.entries(state.invitations).filter(([memberId]) => memberId !== id);
  return { ...state, invitations: Object.fromEntries(others) };
}

function withoutCodesBy(state: ClinicState, id: string): ClinicState {
  const invitations = Object.entries(state.invitations).filter(([, code]) => code.by !== id);
  const emergencyKit = state.emergencyKit?.by === id ? null : state.emergencyKit;
  return { ...state, emergencyKit, invitations: Object.fromEntries(invitations) };
}

/** The state with new keys of the clinic: everybody's share is in the box of all, and no other record is left. */
export function withRotation(state: ClinicState, { shares, records }: KeptRotation): ClinicState {
  const { emergencyKit } = state;
  return {
    ...state,
    ...{ shares, records },
    members: withoutOwnShares(state.members),
    invitations: withoutOwnShares(state.invitations),
    emergencyKit: emergencyKit === null ? null : { ...emergencyKit, share: null },
  };
}

function withoutOwnShares<Holder extends { readonly share: OwnShare }>(
  holders: Readonly<Record<string, Holder>>,
): Readonly<Record<string, Holder>> {
  const all = Object.entries(holders);
  return Object.fromEntries(all.map(([id, holder]) => [id, { ...holder, share: null }]));
}

/** The boxes that only somebody's password opens: another computer of the clinic gets them when it needs them. */
export function credentialsOf(state: ClinicState): Set<string> {
  return new Set(Object.values(state.members).map(({ keys }) => keys.credential));
}

/** Every box that the state names, so that all others can go. */
export function boxesOf(state: ClinicState): Set<string> {
  const { shares, records, members, invitations, emergencyKit, shared } = state;
  const boxes = new Set([shares.box, ...Object.values(records)]);
  const add = (box: string | null | undefined): void => {
    if (typeof box === 'string') boxes.add(box);
  };
  for (const member of Object.values(members)) {
    const { keys, share, former, twoFactor, badge, passwordGone } = member;
    if (!passwordGone) add(keys.credential);
    add(share);
    add(former);
    add(twoFactor?.record);
    add(badge);
  }
  for (const { share } of Object.values(invitations)) add(share);
  add(emergencyKit?.share);
  add(shared?.keys.box);
  return boxes;
}

/**
 * Whether two states name the same boxes, as far as that is seen at once: one came of the other, and no decision
 * between them was about a box.
 */
export function hasSameBoxes(one: ClinicState, other: ClinicState): boolean {
  const { shares, records, members, invitations, emergencyKit, shared } = one;
  return (
    shares === other.shares &&
    records === other.records &&
    members === other.members &&
    invitations === other.invitations &&
    emergencyKit === other.emergencyKit &&
    shared?.keys === other.shared?.keys
  );
}
