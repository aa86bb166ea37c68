import {
  type ActivitySource,
  forEachDuration,
  forEachSwitch,
  LONGEST_TIMEOUT_SECONDS,
  type Policy,
  POLICY_DURATION_NAMES,
  POLICY_DURATIONS,
  POLICY_SWITCH_NAMES,
  type PolicyDuration,
  type PolicySwitch,
} from './policy.js';
import { type Role, ROLES } from '../people/role.js';

/*
 * The rules that those who manage this computer decide, and the policy that results. The account keeps its
 * own policy unchanged: it is in force again when a rule is no longer managed.
 */

/** A managed duration in whole seconds: fixed, or a cap. */
export type ManagedLimit = number | { readonly max: number };

/** What holds one value for each duration: managed limits, or seconds. */
interface Durations<Value> extends Readonly<Partial<Record<PolicyDuration, Value | undefined>>> {
  readonly roleTimeoutSeconds?: Readonly<Partial<Record<Role, Value | undefined>>> | undefined;
}

/** The managed rules of the policy. A missing rule is left to the clinic. */
export interface ManagedRules
  extends Durations<ManagedLimit>, Readonly<Partial<Record<PolicySwitch, boolean | undefined>>> {
  readonly activitySource?: ActivitySource | undefined;
  readonly helpAddress?: string | undefined;
}

export type DurationField = PolicyDuration | `roleTimeoutSeconds.${Role}`;
export type ChoiceField = 'activitySource' | 'helpAddress' | PolicySwitch;
export type PolicyField = DurationField | ChoiceField;

/** What people cannot choose here because it is managed. */
export interface Restrictions {
  /** Cannot be changed at all. */
  readonly locked: readonly PolicyField[];
  /** The longest value that can be chosen, in seconds, for the fields that can still be changed. */
  readonly mostSeconds: Readonly<Partial<Record<DurationField, number>>>;
}

export const NO_RESTRICTIONS: Restrictions = { locked: [], mostSeconds: {} };

const CHOICES: readonly ChoiceField[] = ['activitySource', 'helpAddress', ...POLICY_SWITCH_NAMES];

/** The bounds of a duration, managed or not, in seconds. */
function boundsOf(field: DurationField): { readonly shortest: number; readonly longest: number } {
  return POLICY_DURATIONS[isForEveryone(field) ? field : 'sessionTimeoutSeconds'];
}

/** The longest duration that a managed limit allows, in seconds. */
function mostOf(limit: ManagedLimit): number {
  return typeof limit === 'number' ? limit : limit.max;
}

function shorter(own: number, limit: ManagedLimit | undefined): number {
  return limit === undefined ? own : Math.min(own, mostOf(limit));
}

function isForEveryone(field: DurationField): field is PolicyDuration {
  return field in POLICY_DURATIONS;
}

/** @returns `undefined` for a role without a limit of its own, and for a rule that is not managed */
function durationOf<Value>(of: Durations<Value>, field: DurationField): Value | undefined {
  if (isForEveryone(field)) return of[field];
  const role = ROLES.find((one) => field === `roleTimeoutSeconds.${one}`);
  return role === undefined ? undefined : of.roleTimeoutSeconds?.[role];
}

const DURATIONS: readonly DurationField[] = [
  ...POLICY_DURATION_NAMES,
  ...ROLES.map((role) => `roleTimeoutSeconds.${role}` as const),
];

/**
 * The policy in force. Of two durations the shorter one wins, so that a managed rule never makes a limit
 * longer than the clinic chose. Any other managed rule replaces the clinic's own.
 */
export function applyManaged(own: Policy, rules: ManagedRules): Policy {
  const roleTimeoutSeconds: Partial<Record<Role, number>> = {};
  for (const role of ROLES) {
    const seconds = own.roleTimeoutSeconds[role];
    const managed = rules.roleTimeoutSeconds?.[role];
    if (seconds !== undefined || managed !== undefined)
      roleTimeoutSeconds[role] = shorter(seconds ?? LONGEST_TIMEOUT_SECONDS, managed);
  }
  return {
    version: own.version,
    ...forEachDuration((name) => shorter(own[name], rules[name])),
    activitySource: rules.activitySource ?? own.activitySource,
    helpAddress: rules.helpAddress ?? own.helpAddress,
    ...forEachSwitch((name) => rules[name] ?? own[name]),
    roleTimeoutSeconds,
  };
}

/**
 * The rules in force when two places decide. Of two durations the shorter one wins, as it was written, so
 * that a rule of one place never lengthens a limit of the other. For all else the stronger place wins.
 */
export function combineRules(stronger: ManagedRules, weaker: ManagedRules): ManagedRules {
  const roles = ROLES.map((role) => [
    role,
    shorterOf(stronger.roleTimeoutSeconds?.[role], weaker.roleTimeoutSeconds?.[role]),
  ]);
  return {
    ...forEachDuration((name) => shorterOf(stronger[name], weaker[name])),
    activitySource: stronger.activitySource ?? weaker.activitySource,
    helpAddress: stronger.helpAddress ?? weaker.helpAddress,
    ...forEachSwitch((name) => stronger[name] ?? weaker[name]),
    roleTimeoutSeconds: Object.fromEntries(roles) as ManagedRules['roleTimeoutSeconds'],
  };
}

/** If a fixed duration equals a cap, the fixed one wins: it leaves less choice. */
function shorterOf(
  one: ManagedLimit | undefined,
  other: ManagedLimit | undefined,
): ManagedLimit | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  if (mostOf(one) !== mostOf(other)) return mostOf(one) < mostOf(other) ? one : other;
  return typeof one === 'number' ? one : other;
}

/**
 * What people cannot choose. A fixed duration is locked while it is in force. While the clinic's own
 * duration is shorter, the clinic's is in force, and people can raise it up to the fixed one.
 */
export function restrictionsOf(own: Policy, rules: ManagedRules): Restrictions {
  const locked: PolicyField[] = CHOICES.filter((field) => rules[field] !== undefined);
  const mostSeconds: Partial<Record<DurationField, number>> = {};
  for (const field of DURATIONS) {
    const limit = durationOf(rules, field);
    if (limit === undefined) continue;
    const { shortest, longest } = boundsOf(field);
    const seconds = durationOf(own, field) ?? longest;
    // No duration is shorter than the shortest, so a cap of that length leaves no choice.
    const isFixed = typeof limit === 'number' || limit.max === shortest;
    if (isFixed && seconds >= mostOf(limit)) locked.push(field);
    else mostSeconds[field] = mostOf(limit);
  }
  return { locked, mostSeconds };
}

/**
 * The account's own policy after somebody saved the settings window, which shows the policy in force.
 * Fields that are locked or unchanged keep the account's own value.
 */
export function ownAfterSaving(own: Policy, rules: ManagedRules, saved: Policy): Policy {
  const shown = applyManaged(own, rules);
  const { locked } = restrictionsOf(own, rules);
  const isKept = (field: PolicyField, same: boolean): boolean => same || locked.includes(field);
  const choice = <Field extends ChoiceField>(field: Field): Policy[Field] =>
    isKept(field, saved[field] === shown[field]) ? own[field] : saved[field];
  const duration = (field: DurationField): number | undefined => {
    const seconds = durationOf(saved, field);
    return durationOf(isKept(field, seconds === durationOf(shown, field)) ? own : saved, field);
  };
  const roleTimeoutSeconds: Partial<Record<Role, number>> = {};
  for (const role of ROLES) {
    const seconds = duration(`roleTimeoutSeconds.${role}`);
    if (seconds !== undefined) roleTimeoutSeconds[role] = seconds;
  }
  return {
    version: own.version,
    ...forEachDuration((name) => duration(name) ?? own[name]),
    activitySource: choice('activitySource'),
    helpAddress: choice('helpAddress'),
    ...forEachSwitch((name) => choice(name)),
    roleTimeoutSeconds,
  };
}
