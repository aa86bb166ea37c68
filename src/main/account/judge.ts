import type { LaterChange, SignedChange, SignedChangeOf } from './changes.js';
import {
  activeAdministrators,
  type ClinicState,
  type MemberState,
  USUAL_TRAIL_YEARS,
  withAccess,
  withMember,
  withoutInvitation,
  withRole,
  withRotation,
} from './clinic-state.js';
import { mayDecide } from './authority.js';
import { type Entry, NO_LINK } from './entry.js';
import {
  type ComputerChange,
  type ComputerVoid,
  isAboutComputers,
  withComputers,
} from './judge-computers.js';
import { bringsWhatItMust } from './new-keys.js';

/** Why an entry decides nothing. */
export type Void =
  | 'notAllowed'
  | 'otherClinic'
  /** It does not come right after the state's last decision. */
  | 'otherPlace'
  | 'unknownMember'
  | 'memberDisabled'
  | 'memberExists'
  | 'emailTaken'
  | 'lastAdministrator'
  | 'wrongVersion'
  /** New keys of the clinic, or a share of them, where none may come, or none where it must. */
  | 'wrongShares'
  | 'noSecondFactor'
  | 'codeUsed'
  /** A later version of the app must be asked. */
  | 'later'
  | ComputerVoid;

export type Judgement =
  { readonly ok: true; readonly state: ClinicState } | { readonly ok: false; readonly why: Void };

/** What a change makes of a state, without its position. */
type Result = ClinicState | Void;

/**
 * Says what the clinic's state is after an entry, or that the entry decides nothing. Pure: no clock and
 * no signature is looked at, so that everybody judges alike.
 * @param state `null` before the first entry
 */
export function judge(state: ClinicState | null, entry: Entry): Judgement {
  const { by, change, clinic } = entry;
  if (!mayDecide(state, by, change)) return { ok: false, why: 'notAllowed' };
  if (clinic !== (state?.clinic ?? by.key)) return { ok: false, why: 'otherClinic' };
  const [afterSeq, afterLink] = entry.after;
  if (afterSeq !== (state?.seq ?? 0) || afterLink !== (state?.link ?? NO_LINK.toString('base64')))
    return { ok: false, why: 'otherPlace' };
  const after = afterChange(state, change, entry);
  if (typeof after === 'string') return { ok: false, why: after };
  // Nothing else can take an administrator, and with many members it takes long to look.
  const mayTake = change.kind === 'member.access' || change.kind === 'member.role';
  if (mayTake && activeAdministrators(after).length === 0)
    return { ok: false, why: 'lastAdministrator' };
  return {
    ok: true,
    state: { ...after, seq: entry.seq, link: entry.link.toString('base64'), decidedAt: entry.at },
  };
}

function afterChange(
  state: ClinicState | null,
  change: SignedChange | LaterChange,
  entry: Entry,
): Result {
  if (state === null) return founded(entry, change as SignedChangeOf<'clinic.founded'>);
  if (change.kind === 'later') return change.mayPass ? state : 'later';
  if (!bringsWhatItMust(state, change)) return 'wrongShares';
  return isAboutComputers(change)
    ? withComputers(state, change, entry)
    : applied(state, change, entry);
}

function founded(entry: Entry, change: SignedChangeOf<'clinic.founded'>): Result {
  const { clinicName, administrator, keys, policy, rules, cost, shares } = change;
  if (keys.version !== 1) return 'wrongVersion';
  if (shares.epoch !== 1) return 'wrongShares';
  const state: ClinicState = {
    clinic: entry.by.key,
    seq: entry.seq,
    link: '',
    decidedAt: entry.at,
    name: clinicName,
    members: {
      [administrator.id]: newMember(administrator, 'administrator', { keys, share: null }),
    },
    policy,
    rules,
    requiredSince: rules.requireTwoFactor ? administrator.createdAt : null,
    cost,
    shares,
    records: {},
    emergencyKit: null,
    invitations: {},
    trailYears: USUAL_TRAIL_YEARS,
    accepted: null,
    shared: null,
  };
  return state;
}

function newMember(
  person: Pick<MemberState, 'id' | 'name' | 'email' | 'createdAt'>,
  role: MemberState['role'],
  secrets: Pick<MemberState, 'keys' | 'share'>,
): MemberState {
  return {
    ...person,
    role,
    active: true,
    ...secrets,
    former: null,
    passwordGone: false,
    twoFactor: null,
    mustSetUp: false,
    ...{ badge: null, language: null, guideRead: null },
  };
}

function applied(
  state: ClinicState,
  change: Exclude<SignedChange, ComputerChange>,
  { by, seq, at }: Entry,
): Result {
  switch (change.kind) {
    case 'clinic.founded':
      return 'notAllowed';
    case 'member.added': {
      const { member, role, keys, share } = change;
      if (state.members[member.id] !== undefined) return 'memberExists';
      if (hasEmail(state, member.email)) return 'emailTaken';
      if (keys.version !== 1) return 'wrongVersion';
      const added = newMember(member, role, { keys, share });
      return { ...state, members: { ...state.members, [member.id]: added } };
    }
    case 'member.access':
      return withBrought(withAccess(state, change.memberId, change.active), change);
    case 'member.role':
      return withBrought(withRole(state, change.memberId, change.role), change);
    case 'member.keys':
      return withKeys(state, change);
    case 'member.invited': {
      const { memberId, code, madeAt, share } = change;
      if (state.members[memberId]?.active === false) return 'memberDisabled';
      const invitation = { ...code, by: by.id, share, madeAt };
      const invitations = { ...state.invitations, [memberId]: invitation };
      return withMember({ ...state, invitations }, memberId, {});
    }
    case 'emergencyKit.made': {
      const { code, share } = change;
      return { ...state, emergencyKit: { ...code, by: by.id, share } };
    }
    case 'keys.rotated':
      return withRotation(state, change.rotation);
    case 'twoFactor.set':
      return withTwoFactor(state, by.id, change);
    case 'recoveryCode.used': {
      const { twoFactor } = state.members[by.id] ?? {};
      if (twoFactor === undefined || twoFactor === null) return 'noSecondFactor';
      if (twoFactor.used.includes(change.index)) return 'codeUsed';
      const used = [...twoFactor.used, change.index];
      return withMember(state, by.id, { twoFactor: { ...twoFactor, used } });
    }
    case 'twoFactor.reset':
      return withMember(state, change.memberId, { twoFactor: null, mustSetUp: true });
    case 'badge.set':
      return withMember(state, by.id, { badge: change.record });
    case 'badge.removed':
      return withMember(state, change.memberId, { badge: null });
    case 'language.chosen':
      return withMember(state, by.id, { language: change.language });
    case 'guide.read': {
      const { edition } = change;
      const read = state.members[by.id]?.guideRead ?? null;
      // A computer that was away may bring an older edition.
      if (read !== null && read.edition >= edition) return state;
      return withMember(state, by.id, { guideRead: { edition, at } });
    }
    case 'rules.set': {
      const { rules, at } = change;
      // The days to comply count from the day of turning it on, not from each later change.
      const requiredSince = rules.requireTwoFactor ? (state.requiredSince ?? at) : null;
      return { ...state, rules, requiredSince };
    }
    case 'policy.set':
    case 'policy.imported':
      return { ...state, policy: change.policy };
    case 'apps.changed':
      return { ...state, records: kept({ ...state.records, ...change.records }) };
    case 'account.accepted': {
      const { remembered } = change;
      const number = Math.max(state.accepted?.number ?? 0, remembered ?? 0) + 1;
      return { ...state, accepted: { seq, remembered, number, by: by.id } };
    }
    case 'trail.kept':
      return { ...state, trailYears: change.years };
  }
}

function withKeys(state: ClinicState, change: SignedChangeOf<'member.keys'>): Result {
  const { memberId, keys, share, way, twoFactor: record, former } = change;
  const before = state.members[memberId];
  if (before === undefined) return 'unknownMember';
  if (way === 'cost') {
    const { version, signing, opening } = before.keys;
    const isSame = keys.version === version && keys.signing === signing && keys.opening === opening;
    return isSame ? withMember(state, memberId, { keys }) : 'wrongVersion';
  }
  if (keys.version !== before.keys.version + 1) return 'wrongVersion';
  // What a badge was checked with is sealed for the seed before, and a new password takes it away on purpose.
  const badge = null;
  const emergencyKit = way === 'emergencyKit' ? null : state.emergencyKit;
  const after = withoutInvitation({ ...state, emergencyKit }, memberId);
  if (way === 'changed') {
    // A second factor that is on stays on: it may only be sealed anew.
    if ((record === null) !== (before.twoFactor === null)) return 'noSecondFactor';
    const twoFactor =
      before.twoFactor === null || record === null ? null : { ...before.twoFactor, record };
    const sealedAnew = { share, former, twoFactor, badge };
    return withMember(after, memberId, { keys, ...sealedAnew, passwordGone: false });
  }
  // What was sealed for the old seed is lost, so a second factor must be set up anew.
  const mustSetUp = before.mustSetUp || before.twoFactor !== null;
  const fresh = { former: null, twoFactor: null, badge, passwordGone: false };
  return withMember(after, memberId, { keys, share, ...fresh, mustSetUp });
}

function withTwoFactor(
  state: ClinicState,
  memberId: string,
  { record, told }: SignedChangeOf<'twoFactor.set'>,
): Result {
  const before = state.members[memberId]?.twoFactor ?? null;
  // What is told must be what happens. And whoever must set up a second factor cannot turn it off instead.
  if ((record === null) !== (told === 'twoFactor.turnedOff')) return 'noSecondFactor';
  if (told !== 'twoFactor.turnedOn' && before === null) return 'noSecondFactor';
  if (record === null) return withMember(state, memberId, { twoFactor: null });
  // The same record again would bring its used recovery codes back.
  if (record === before?.record) return 'codeUsed';
  return withMember(state, memberId, { twoFactor: { record, used: [] }, mustSetUp: false });
}

/** The state with the new keys of the clinic, or the member's new share, if the change brings them. */
function withBrought(
  state: ClinicState | 'unknownMember',
  { memberId, rotation, share }: SignedChangeOf<'member.access' | 'member.role'>,
): Result {
  if (state === 'unknownMember') return state;
  if (rotation !== null) return withRotation(state, rotation);
  return share === null ? state : withMember(state, memberId, { share });
}

function kept(records: Readonly<Record<string, string | null>>): ClinicState['records'] {
  const all = Object.entries(records);
  return Object.fromEntries(all.filter((entry): entry is [string, string] => entry[1] !== null));
}

function hasEmail({ members }: ClinicState, email: string): boolean {
  const wanted = email.toLowerCase();
  return Object.values(members).some((member) => member.email.toLowerCase() === wanted);
}
