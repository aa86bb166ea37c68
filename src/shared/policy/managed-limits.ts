import {
  type ActivitySource,
  forEachSwitch,
  LONGEST_TIMEOUT_SECONDS,
  type Policy,
  POLICY_SWITCH_NAMES,
  type PolicySwitch,
  SHORTEST_TIMEOUT_SECONDS,
} from './policy.js';
import { type Role, ROLES } from '../people/role.js';

/*
 * What those who manage this computer decide, and what then holds here. The account keeps its own
 * policy below: what is managed no longer leaves it as it was.
 */

/** A duration that is decided from outside: this one, or any that is not longer. Whole seconds. */
export type ManagedLimit = number | { readonly max: number };

/** Rules of the policy that are decided from outside; what is not named is the clinic's own. */
export interface ManagedRules extends Readonly<Partial<Record<PolicySwitch, boolean | undefined>>> {
  readonly sessionTimeoutSeconds?: ManagedLimit | undefined;
  readonly longestSessionSeconds?: ManagedLimit | undefined;
  readonly activitySource?: ActivitySource | undefined;
  readonly roleTimeoutSeconds?:
    Readonly<Partial<Record<Role, ManagedLimit | undefined>>> | undefined;
}

export type DurationField =
  'sessionTimeoutSeconds' | 'longestSessionSeconds' | `roleTimeoutSeconds.${Role}`;
export type ChoiceField = 'activitySource' | PolicySwitch;
export type PolicyField = DurationField | ChoiceField;

/** What of the policy people cannot choose here, because it is managed. */
export interface Restrictions {
  /** Cannot be changed at all. */
  readonly locked: readonly PolicyField[];
  /** The longest that can be chosen, in seconds, for what can still be changed. */
  readonly mostSeconds: Readonly<Partial<Record<DurationField, number>>>;
}

export const NO_RESTRICTIONS: Restrictions = { locked: [], mostSeconds: {} };

const CHOICES: readonly ChoiceField[] = ['activitySource', ...POLICY_SWITCH_NAMES];

/** The duration that a managed limit lets through at the most, in seconds. */
function mostOf(limit: ManagedLimit | undefined): number {
  if (limit === undefined) return LONGEST_TIMEOUT_SECONDS;
  return typeof limit === 'number' ? limit : limit.max;
}

function limitOf(rules: ManagedRules, field: DurationField): ManagedLimit | undefined {
  const role = roleOf(field);
  if (role !== undefined) return rules.roleTimeoutSeconds?.[role];
  return field === 'longestSessionSeconds'
    ? rules.longestSessionSeconds
    : rules.sessionTimeoutSeconds;
}

function roleOf(field: DurationField): Role | undefined {
  return ROLES.find((role) => field === `roleTimeoutSeconds.${role}`);
}

/** @returns seconds, or `undefined` for a role without a limit of its own */
function durationOf(policy: Policy, field: DurationField): number | undefined {
  const role = roleOf(field);
  if (role !== undefined) return policy.roleTimeoutSeconds[role];
  return field === 'longestSessionSeconds'
    ? policy.longestSessionSeconds
    : policy.sessionTimeoutSeconds;
}

const DURATIONS: readonly DurationField[] = [
  'sessionTimeoutSeconds',
  'longestSessionSeconds',
  ...ROLES.map((role) => `roleTimeoutSeconds.${role}` as const),
];

/**
 * The policy that holds here. Of two durations the shorter one holds, so that nothing that is managed
 * ever makes a limit longer than the clinic chose; another rule that is managed takes the place of
 * the clinic's own.
 */
export function applyManaged(own: Policy, rules: ManagedRules): Policy {
  const roleTimeoutSeconds: Partial<Record<Role, number>> = {};
  for (const role of ROLES) {
    const seconds = own.roleTimeoutSeconds[role];
    const managed = rules.roleTimeoutSeconds?.[role];
    if (seconds !== undefined || managed !== undefined)
      roleTimeoutSeconds[role] = Math.min(seconds ?? LONGEST_TIMEOUT_SECONDS, mostOf(managed));
  }
  return {
    version: own.version,
    sessionTimeoutSeconds: Math.min(own.sessionTimeoutSeconds, mostOf(rules.sessionTimeoutSeconds)),
    longestSessionSeconds: Math.min(own.longestSessionSeconds, mostOf(rules.longestSessionSeconds)),
    activitySource: rules.activitySource ?? own.activitySource,
    ...forEachSwitch((name) => rules[name] ?? own[name]),
    roleTimeoutSeconds,
  };
}

/**
 * What holds where two places decide: of two durations the shorter one, as it was written, so that
 * what is rolled out in one place never lengthens a limit of the other; of anything else the
 * stronger place's.
 */
export function combineRules(stronger: ManagedRules, weaker: ManagedRules): ManagedRules {
  const roles = ROLES.map((role) => [
    role,
    shorterOf(stronger.roleTimeoutSeconds?.[role], weaker.roleTimeoutSeconds?.[role]),
  ]);
  return {
    sessionTimeoutSeconds: shorterOf(stronger.sessionTimeoutSeconds, weaker.sessionTimeoutSeconds),
    longestSessionSeconds: shorterOf(stronger.longestSessionSeconds, weaker.longestSessionSeconds),
    activitySource: stronger.activitySource ?? weaker.activitySource,
    ...forEachSwitch((name) => stronger[name] ?? weaker[name]),
    roleTimeoutSeconds: Object.fromEntries(roles) as ManagedRules['roleTimeoutSeconds'],
  };
}

/** Of a fixed duration and an equal cap the fixed one: it leaves less to choose. */
function shorterOf(
  one: ManagedLimit | undefined,
  other: ManagedLimit | undefined,
): ManagedLimit | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  if (mostOf(one) !== mostOf(other)) return mostOf(one) < mostOf(other) ? one : other;
  return typeof one === 'number' ? one : other;
}

/**
 * What people cannot choose. A fixed duration is locked once it is what holds; while the clinic's own
 * is shorter, that one holds, and can be raised to it.
 */
export function restrictionsOf(own: Policy, rules: ManagedRules): Restrictions {
  const locked: PolicyField[] = CHOICES.filter((field) => rules[field] !== undefined);
  const mostSeconds: Partial<Record<DurationField, number>> = {};
  for (const field of DURATIONS) {
    const limit = limitOf(rules, field);
    if (limit === undefined) continue;
    const seconds = durationOf(own, field) ?? LONGEST_TIMEOUT_SECONDS;
    // Nothing can be shorter than the shortest, so such a cap leaves no choice.
    const isFixed = typeof limit === 'number' || limit.max === SHORTEST_TIMEOUT_SECONDS;
    if (isFixed && seconds >= mostOf(limit)) locked.push(field);
    else mostSeconds[field] = mostOf(limit);
  }
  return { locked, mostSeconds };
}

/**
 * The account's own policy after somebody saved what the settings window showed, which was the policy
 * that holds: what is locked or was left as it was stays as the account had it.
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
    sessionTimeoutSeconds: duration('sessionTimeoutSeconds') ?? own.sessionTimeoutSeconds,
    longestSessionSeconds: duration('longestSessionSeconds') ?? own.longestSessionSeconds,
    activitySource: choice('activitySource'),
    ...forEachSwitch((name) => choice(name)),
    roleTimeoutSeconds,
  };
}
