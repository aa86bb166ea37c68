import type { Role } from '../people/role.js';

/** The version that this program writes. Older ones are migrated by {@link readPolicy}. */
export const POLICY_VERSION = 2;

/** The shortest session timeout, in seconds. */
export const SHORTEST_TIMEOUT_SECONDS = 60;

/** The longest session timeout, in seconds: 7 days. No value means "never". */
export const LONGEST_TIMEOUT_SECONDS = 604_800;

/** The timeouts that the settings window offers, in seconds, shortest first. */
export const TIMEOUT_PRESETS_SECONDS = [
  60, 120, 180, 300, 600, 900, 1_200, 1_800, 3_600, 7_200, 14_400, 28_800, 43_200, 86_400, 172_800,
  259_200, 604_800,
] as const;

/** The longest sessions that the settings window offers, in seconds, shortest first. */
export const LONGEST_SESSION_PRESETS_SECONDS = [
  3_600, 7_200, 14_400, 28_800, 43_200, 86_400, 172_800, 259_200, 604_800,
] as const;

/** The offline limits that the settings window offers, in seconds, shortest first. */
export const OFFLINE_PRESETS_SECONDS = [
  3_600, 14_400, 28_800, 43_200, 86_400, 172_800, 259_200, 432_000, 604_800, 1_209_600,
] as const;

/** The shifts for quick sign-in that the settings window offers, in seconds, shortest first. */
export const QUICK_SIGN_IN_PRESETS_SECONDS = [
  3_600, 7_200, 14_400, 21_600, 28_800, 36_000, 43_200,
] as const;

/** The times of the warning that the settings window offers, in seconds, shortest first. */
export const WARNING_LEAD_PRESETS_SECONDS = [20, 30, 45, 60, 90, 120, 180, 300] as const;

/** The longest address for help, in characters. */
export const LONGEST_HELP_ADDRESS = 200;

export const ACTIVITY_SOURCES = ['computer', 'app'] as const;
export type ActivitySource = (typeof ACTIVITY_SOURCES)[number];

interface SwitchDefinition {
  readonly byDefault: boolean;
  /**
   * The value when a stored policy has none: the stricter one, or how the app behaved before the switch
   * existed.
   */
  readonly whereMissing: boolean;
  /** Whether settings files of version 2 are older than this switch. */
  readonly isYounger?: true;
}

/** The switches of a policy. All code for switches derives from here and from `policy-words.ts`. */
export const POLICY_SWITCHES = {
  lockOnSleep: { byDefault: true, whereMissing: true },
  lockOnScreenLock: { byDefault: true, whereMissing: true },
  /** Whether the OS is asked to lock the whole computer when a session ends unattended. */
  lockComputer: { byDefault: false, whereMissing: false, isYounger: true },
  /** Whether a session continues after a restart of the app, within the time it had left. */
  resumeAfterRestart: { byDefault: true, whereMissing: false },
  /** Whether screenshots, recordings and shared screens hide the app, if the system can do that. */
  hideFromCapture: { byDefault: false, whereMissing: false, isYounger: true },
  /** Whether a sign-in at one workstation of a clinic ends the member's sessions at the others. */
  oneSession: { byDefault: false, whereMissing: false, isYounger: true },
  /** Whether a member comes back within a shift by badge and PIN. */
  quickSignIn: { byDefault: false, whereMissing: false, isYounger: true },
  /** Whether the warning before the end of a session also makes a quiet sound. */
  warningSound: { byDefault: false, whereMissing: false, isYounger: true },
  /** Whether the lengths of pauses are recorded, from which the effect of another timeout is foreseen. */
  measurePauses: { byDefault: true, whereMissing: true, isYounger: true },
} as const satisfies Readonly<Record<string, SwitchDefinition>>;

export type PolicySwitch = keyof typeof POLICY_SWITCHES;
export const POLICY_SWITCH_NAMES = Object.keys(POLICY_SWITCHES) as readonly PolicySwitch[];

/** Makes a value for each switch. */
export function forEachSwitch<Value>(
  valueOf: (name: PolicySwitch, definition: SwitchDefinition) => Value,
): Record<PolicySwitch, Value> {
  const entries = POLICY_SWITCH_NAMES.map((name) => [name, valueOf(name, POLICY_SWITCHES[name])]);
  return Object.fromEntries(entries) as Record<PolicySwitch, Value>;
}

export interface DurationDefinition {
  /** In seconds, as are `longest` and `byDefault`. */
  readonly shortest: number;
  readonly longest: number;
  readonly byDefault: number;
}

/** The durations of a policy that are the same for every role. The session's two have had words for "never". */
export const POLICY_DURATIONS = {
  sessionTimeoutSeconds: {
    shortest: SHORTEST_TIMEOUT_SECONDS,
    longest: LONGEST_TIMEOUT_SECONDS,
    byDefault: 900,
  },
  longestSessionSeconds: {
    shortest: SHORTEST_TIMEOUT_SECONDS,
    longest: LONGEST_TIMEOUT_SECONDS,
    byDefault: 43_200,
  },
  /** 1 hour to 14 days. */
  offlineLimitSeconds: { shortest: 3_600, longest: 1_209_600, byDefault: 259_200 },
  /** 1 to 12 hours. */
  quickSignInSeconds: { shortest: 3_600, longest: 43_200, byDefault: 28_800 },
  /** 20 s, the least that WCAG 2.2.1 asks for, to 5 minutes. */
  warningLeadSeconds: { shortest: 20, longest: 300, byDefault: 60 },
} as const satisfies Readonly<Record<string, DurationDefinition>>;

export type PolicyDuration = keyof typeof POLICY_DURATIONS;
export const POLICY_DURATION_NAMES = Object.keys(POLICY_DURATIONS) as readonly PolicyDuration[];

/** Makes a value for each duration. */
export function forEachDuration<Value>(
  valueOf: (name: PolicyDuration, definition: DurationDefinition) => Value,
): Record<PolicyDuration, Value> {
  const entries = POLICY_DURATION_NAMES.map((name) => [
    name,
    valueOf(name, POLICY_DURATIONS[name]),
  ]);
  return Object.fromEntries(entries) as Record<PolicyDuration, Value>;
}

/** An account's rules for the end of a session, and for coming back. All durations are in whole seconds. */
export interface Policy
  extends Readonly<Record<PolicySwitch, boolean>>, Readonly<Record<PolicyDuration, number>> {
  readonly version: typeof POLICY_VERSION;
  /** Input anywhere on this computer, or only input in this app's windows. */
  readonly activitySource: ActivitySource;
  /** Shorter limits for some roles. A limit longer than the account's has no effect. */
  readonly roleTimeoutSeconds: Readonly<Partial<Record<Role, number>>>;
  /** Where staff ask for help: an address, a telephone number, or empty. */
  readonly helpAddress: string;
}

export const DEFAULT_POLICY: Policy = {
  version: POLICY_VERSION,
  ...forEachDuration((_name, { byDefault }) => byDefault),
  activitySource: 'computer',
  ...forEachSwitch((_name, { byDefault }) => byDefault),
  roleTimeoutSeconds: {},
  helpAddress: '',
};

/** Used when neither the policy nor an earlier one can be read. */
export const STRICTEST_POLICY: Policy = {
  ...DEFAULT_POLICY,
  sessionTimeoutSeconds: SHORTEST_TIMEOUT_SECONDS,
  longestSessionSeconds: 3_600,
  resumeAfterRestart: false,
  offlineLimitSeconds: POLICY_DURATIONS.offlineLimitSeconds.shortest,
};

/**
 * The inactivity limit for one role: the shortest that applies.
 * @returns seconds, 60 to 604 800
 */
export function sessionTimeoutFor(policy: Policy, role: Role): number {
  return Math.min(
    policy.sessionTimeoutSeconds,
    policy.roleTimeoutSeconds[role] ?? LONGEST_TIMEOUT_SECONDS,
  );
}

/**
 * How long before the end of a session the warning appears: as the policy says, at most half of the limit,
 * never under 20 s.
 * @param role whose limit it is
 */
export function warningLeadFor(policy: Policy, role: Role): number {
  return leadWithin(sessionTimeoutFor(policy, role), policy.warningLeadSeconds);
}

/** The same for any limit. All in seconds. */
export function leadWithin(limitSeconds: number, warningLeadSeconds: number): number {
  const half = Math.floor(limitSeconds / 2);
  const { shortest } = POLICY_DURATIONS.warningLeadSeconds;
  return Math.max(shortest, Math.min(warningLeadSeconds, half));
}
