import type { SignedChange, SignedChangeOf } from './changes.js';
import {
  activeAdministrators,
  type ClinicState,
  type MemberState,
  USUAL_TRAIL_YEARS,
} from './clinic-state.js';
import { mayDecide } from './authority.js';
import type { Entry } from './entry.js';

/** Why an entry decides nothing. */
export type Void =
  | 'notAllowed'
  | 'otherClinic'
  | 'unknownMember'
  | 'memberExists'
  | 'emailTaken'
  | 'lastAdministrator'
  | 'wrongVersion'
  | 'noSecondFactor'
  | 'codeUsed';

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
  const after =
    state === null
      ? founded(entry, change as SignedChangeOf<'clinic.founded'>)
      : applied(state, change, entry);
  if (typeof after === 'string') return { ok: false, why: after };
  if (activeAdministrators(after).length === 0) return { ok: false, why: 'lastAdministrator' };
  return {
    ok: true,
    state: { ...after, seq: entry.seq, link: entry.link.toString('base64'), decidedAt: entry.at },
  };
}

function founded(entry: Entry, change: SignedChangeOf<'clinic.founded'>): ClinicState {
  const { clinicName, administrator, keys, policy, rules, cost, shares } = change;
  return {
    clinic: entry.by.key,
    seq: entry.seq,
    link: '',
    decidedAt: entry.at,
    name: clinicName,
    members: { [administrator.id]: newMember(administrator, 'administrator', keys) },
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
  };
}

function newMember(
  person: Pick<MemberState, 'id' | 'name' | 'email' | 'createdAt'>,
  role: MemberState['role'],
  keys: MemberState['keys'],
): MemberState {
  return { ...person, role, active: true, keys, twoFactor: null, mustSetUp: false };
}

function applied(state: ClinicState, change: SignedChange, { by, seq }: Entry): Result {
  switch (change.kind) {
    case 'clinic.founded':
      return 'notAllowed';
    case 'member.added': {
      const { member, role, keys, shares } = change;
      if (state.members[member.id] !== undefined) return 'memberExists';
      if (hasEmail(state, member.email)) return 'emailTaken';
      if (keys.version !== 1) return 'wrongVersion';
      const members = { ...state.members, [member.id]: newMember(member, role, keys) };
      return { ...state, members, shares };
    }
    case 'member.access': {
      const { memberId, active, shares } = change;
      const invitations = active ? state.invitations : without(state.invitations, memberId);
      const rotated = { ...state, shares, invitations, records: changedRecords(state, change) };
      return withMember(rotated, memberId, { active });
    }
    case 'member.role': {
      const { memberId, role, shares } = change;
      const rotated = { ...state, shares, records: changedRecords(state, change) };
      return withMember(rotated, memberId, { role });
    }
    case 'member.keys':
      return withKeys(state, change);
    case 'member.invited': {
      const { memberId, code, madeAt, shares } = change;
      const invitations = { ...state.invitations, [memberId]: { ...code, madeAt } };
      return withMember({ ...state, shares, invitations }, memberId, {});
    }
    case 'emergencyKit.made':
      return { ...state, emergencyKit: change.code, shares: change.shares };
    case 'keys.rotated':
      return { ...state, shares: change.shares, records: changedRecords(state, change) };
    case 'twoFactor.set': {
      const twoFactor = change.record === null ? null : { record: change.record, used: [] };
      return withMember(state, by.id, { twoFactor, mustSetUp: false });
    }
    case 'recoveryCode.used': {
      const { twoFactor } = state.members[by.id] ?? {};
      if (twoFactor === undefined || twoFactor === null) return 'noSecondFactor';
      if (twoFactor.used.includes(change.index)) return 'codeUsed';
      const used = [...twoFactor.used, change.index];
      return withMember(state, by.id, { twoFactor: { ...twoFactor, used } });
    }
    case 'twoFactor.reset':
      return withMember(state, change.memberId, { twoFactor: null, mustSetUp: true });
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
      return { ...state, records: changedRecords(state, change) };
    case 'account.accepted':
      return { ...state, accepted: { seq, remembered: change.remembered } };
    case 'trail.kept':
      return { ...state, trailYears: change.years };
  }
}

function withKeys(state: ClinicState, change: SignedChangeOf<'member.keys'>): Result {
  const { memberId, keys, shares, way, twoFactor: record } = change;
  const before = state.members[memberId];
  if (before === undefined) return 'unknownMember';
  if (way === 'cost') {
    const { version, signing, opening } = before.keys;
    const isSame = keys.version === version && keys.signing === signing && keys.opening === opening;
    return isSame ? withMember(state, memberId, { keys }) : 'wrongVersion';
  }
  if (keys.version !== before.keys.version + 1) return 'wrongVersion';
  const invitations = without(state.invitations, memberId);
  const emergencyKit = way === 'emergencyKit' ? null : state.emergencyKit;
  const after = { ...state, shares, invitations, emergencyKit };
  if (way === 'changed') {
    // A second factor that is on stays on: it may only be sealed anew.
    if ((record === null) !== (before.twoFactor === null)) return 'noSecondFactor';
    const twoFactor =
      before.twoFactor === null || record === null ? null : { ...before.twoFactor, record };
    return withMember(after, memberId, { keys, twoFactor });
  }
  // What was sealed for the old seed is lost, so a second factor must be set up anew.
  const mustSetUp = before.mustSetUp || before.twoFactor !== null;
  return withMember(after, memberId, { keys, twoFactor: null, mustSetUp });
}

function withMember(state: ClinicState, id: string, change: Partial<MemberState>): Result {
  const member = state.members[id];
  if (member === undefined) return 'unknownMember';
  return { ...state, members: { ...state.members, [id]: { ...member, ...change } } };
}

function changedRecords(
  { records }: ClinicState,
  change: { readonly records: Readonly<Record<string, string | null>> },
): ClinicState['records'] {
  const after = Object.entries({ ...records, ...change.records });
  return Object.fromEntries(after.filter((entry): entry is [string, string] => entry[1] !== null));
}

function without<Value>(
  all: Readonly<Record<string, Value>>,
  id: string,
): Readonly<Record<string, Value>> {
  const { [id]: _gone, ...others } = all;
  return others;
}

function hasEmail({ members }: ClinicState, email: string): boolean {
  const wanted = email.toLowerCase();
  return Object.values(members).some((member) => member.email.toLowerCase() === wanted);
}
