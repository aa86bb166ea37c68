import { isDeepStrictEqual } from 'node:util';
import { takenOver } from '../../shared/policy/merged.js';
import { DEFAULT_POLICY, type Policy } from '../../shared/policy/policy.js';
import { readPolicy } from '../../shared/policy/read-policy.js';
import type { SignedChange, SignedChangeOf } from '../account/changes.js';
import type { ClinicState, NewestOrders } from '../account/clinic-state.js';
import type { LostDecision } from '../account/lost.js';
import type { LostFact, LostInstead } from '../ports/index.js';

/** The account as it is, and whose question it is. */
export interface LostContext {
  readonly state: ClinicState;
  /** Every decision that was lost, oldest first. */
  readonly all: readonly LostDecision[];
  /** The member who asks. */
  readonly reader: string;
  /** This computer's id as a workstation. */
  readonly self: string | null;
  /** Whether a box is here. */
  readonly has: (hash: string) => boolean;
}

type Standing = LostFact['standing'];

/** Nobody is told of these: they belong to the server that was, or were answered by what came after. */
const NOT_TOLD: ReadonlySet<SignedChange['kind']> = new Set([
  ...(['clinic.founded', 'clinic.shared', 'clinic.left', 'account.accepted'] as const),
  ...(['language.chosen', 'guide.read'] as const),
]);

/** Whether somebody should hear of it: not of what the app did by itself, or people for themselves in a moment. */
export function isToldOf({ change, by }: LostDecision): boolean {
  if (change.kind === 'member.keys') return change.way !== 'cost';
  if (change.kind === 'session.ended') return change.memberId !== by.id && change.way === undefined;
  return !NOT_TOLD.has(change.kind);
}

/** Earlier ones that a lost decision has in itself: a list of clinic apps is decided as a whole. */
export function within(
  { id, change }: LostDecision,
  all: readonly LostDecision[],
): readonly LostDecision[] {
  if (change.kind !== 'apps.changed') return [];
  const names = new Set(Object.keys(change.records));
  return all.filter(
    (one) =>
      one.id < id &&
      one.change.kind === 'apps.changed' &&
      Object.keys(one.change.records).every((name) => names.has(name)),
  );
}

/** How a lost decision stands to the account as it is. */
export function standingOf(lost: LostDecision, context: LostContext): Standing {
  const { change } = lost;
  if (change.kind === 'session.ended') return ofOrder(lost.at, change, context.state);
  if (isAboutComputers(change)) return ofComputers(change, context);
  if (isAboutMembers(change)) return ofMembers(change, context);
  const { state } = context;
  switch (change.kind) {
    case 'policy.set':
    case 'policy.imported':
      return holdsOr(isDeepStrictEqual(policyAgain(lost, state), policyOf(state)), 'open');
    case 'rules.set': {
      const { rules } = state;
      const wanted = takenOver(lost.before.rules, change.rules, rules);
      return holdsOr(isDeepStrictEqual(wanted, rules), 'open');
    }
    case 'trail.kept':
      return holdsOr(state.trailYears === change.years, 'open');
    case 'keys.rotated':
      return holdsOr(state.shares.epoch >= change.rotation.shares.epoch, 'open');
    case 'emergencyKit.made':
      return holdsOr(state.emergencyKit?.signing === change.code.signing, 'emergencyKit');
    case 'twoFactor.set': {
      const now = state.members[lost.by.id]?.twoFactor?.record ?? null;
      return holdsOr(now === change.record, 'ownSecondFactor');
    }
    case 'recoveryCode.used': {
      const was = lost.before.members[lost.by.id]?.twoFactor?.record;
      const now = state.members[lost.by.id]?.twoFactor;
      const isOver = now?.record !== was || now?.used.includes(change.index) === true;
      return holdsOr(isOver, 'newRecoveryCodes');
    }
    case 'badge.set':
      return holdsOr(state.members[lost.by.id]?.badge === change.record, 'ownBadge');
    case 'apps.changed':
      return ofApps(lost, change.records, context);
    case 'clinic.founded':
    case 'clinic.shared':
    case 'clinic.left':
    case 'account.accepted':
    case 'language.chosen':
    case 'guide.read':
      return 'holds';
  }
}

/** The policy of a state with what a lost decision changed. */
function policyAgain({ before, change }: LostDecision, state: ClinicState): Policy {
  const wanted = 'policy' in change ? policyIn(change.policy) : policyOf(before);
  return takenOver(policyOf(before), wanted, policyOf(state));
}

export function policyOf({ policy }: Pick<ClinicState, 'policy'>): Policy {
  return policyIn(policy);
}

/** What was decided can be read: else it would not have been. */
export function policyIn(document: unknown): Policy {
  const reading = readPolicy(document);
  return reading.ok ? reading.policy : DEFAULT_POLICY;
}

type About<Names extends string> = Extract<SignedChange, { readonly kind: Names }>;
type AboutMembers = About<
  | 'member.added'
  | 'member.access'
  | 'member.role'
  | 'member.keys'
  | 'member.invited'
  | 'twoFactor.reset'
  | 'badge.removed'
>;
type AboutComputers = About<
  | 'server.set'
  | 'workstation.invited'
  | 'workstation.withdrawn'
  | 'workstation.enrolled'
  | 'workstation.named'
  | 'workstation.removed'
>;

function isAboutMembers(change: SignedChange): change is AboutMembers {
  const { kind } = change;
  return kind.startsWith('member.') || kind === 'twoFactor.reset' || kind === 'badge.removed';
}

function isAboutComputers(change: SignedChange): change is AboutComputers {
  const { kind } = change;
  return kind === 'server.set' || kind.startsWith('workstation.');
}

function ofMembers(change: AboutMembers, { state, reader }: LostContext): Standing {
  if (change.kind === 'member.added') {
    const email = change.member.email.toLowerCase();
    const isThere = Object.values(state.members).some((one) => one.email.toLowerCase() === email);
    return holdsOr(isThere, 'addMember');
  }
  const member = state.members[change.memberId];
  if (member === undefined) return 'unknownMember';
  switch (change.kind) {
    case 'member.access':
      return holdsOr(member.active === change.active, 'open');
    case 'member.role':
      return holdsOr(member.role === change.role, 'open');
    case 'member.keys':
      return holdsOr(member.keys.signing === change.keys.signing, 'ownPassword');
    case 'member.invited': {
      const now = state.invitations[change.memberId]?.signing;
      return holdsOr(now === change.code.signing, 'inviteMember');
    }
    case 'twoFactor.reset':
      if (member.twoFactor === null) return 'holds';
      return change.memberId === reader ? 'ownReset' : 'open';
    case 'badge.removed':
      return holdsOr(member.badge === null, 'open');
  }
}

function ofComputers(change: AboutComputers, { state, self }: LostContext): Standing {
  const { shared } = state;
  if (shared === null) return 'holds';
  if (change.kind === 'server.set')
    return holdsOr(isDeepStrictEqual(shared.server, change.server), 'open');
  const { workstation: id } = change;
  const isThere = shared.workstations[id] !== undefined;
  const isInvited = shared.invited[id] !== undefined;
  const isRemoved = shared.removed[id] !== undefined;
  switch (change.kind) {
    case 'workstation.invited':
      return holdsOr(isThere || isInvited || isRemoved, 'inviteWorkstation');
    case 'workstation.enrolled':
      return holdsOr(isThere || isRemoved, 'enrolAnew');
    case 'workstation.withdrawn':
      if (isThere) return id === self ? 'thisWorkstation' : 'removeWorkstation';
      return isInvited ? 'open' : 'holds';
    case 'workstation.named':
      if (!isThere) return 'unknownWorkstation';
      return holdsOr(shared.workstations[id]?.name === change.name, 'open');
    case 'workstation.removed':
      if (!isThere) return 'holds';
      return id === self ? 'thisWorkstation' : 'open';
  }
}

/**
 * A list of apps is one sealed record. It takes the place of what is there, so that must be from this computer
 * too, or from before: nothing that somebody else has changed since may go.
 */
function ofApps(
  lost: LostDecision,
  records: Readonly<Record<string, string | null>>,
  { state, all, has }: LostContext,
): Standing {
  const names = Object.keys(records);
  const standings = names.map((name): Standing => {
    const now = state.records[name] ?? null;
    const changes = all.flatMap(({ change, id }) =>
      change.kind === 'apps.changed' && change.records[name] !== undefined
        ? [{ id, hash: change.records[name] }]
        : [],
    );
    if (changes.some(({ id, hash }) => id >= lost.id && hash === now)) return 'holds';
    const first = all.find(({ id }) => id === changes[0]?.id);
    const earlier = changes.filter(({ id }) => id < lost.id).map(({ hash }) => hash);
    const isOurs = [first?.before.records[name] ?? null, ...earlier].includes(now);
    const wanted = records[name] ?? null;
    return isOurs && (wanted === null || has(wanted)) ? 'open' : 'changeApps';
  });
  if (standings.includes('changeApps')) return 'changeApps';
  return standings.includes('open') ? 'open' : 'holds';
}

/** An order to sign out was followed where it was heard: what counts is whether there was another since. */
function ofOrder(
  at: number,
  { memberId, workstation }: SignedChangeOf<'session.ended'>,
  { shared, members }: ClinicState,
): Standing {
  if (shared === null) return 'holds';
  if (memberId !== null && members[memberId] === undefined) return 'unknownMember';
  if (workstation !== null && shared.workstations[workstation] === undefined)
    return 'unknownWorkstation';
  const { orders } = shared;
  const own: readonly NewestOrders[] = [
    orders.all,
    memberId === null ? [] : (orders.members[memberId] ?? []),
    workstation === null ? [] : (orders.workstations[workstation] ?? []),
  ];
  return holdsOr(
    own.flat().some((order) => order.at >= at && order.except === null),
    'open',
  );
}

function holdsOr(holds: boolean, otherwise: 'open' | LostInstead): Standing {
  return holds ? 'holds' : otherwise;
}
