import { ROLES, type Role } from '../people/role.js';
import { say } from '../words/say.js';

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

/** How long a workstation may work without the clinic's server, in seconds: 1 hour to 14 days. */
export const SHORTEST_OFFLINE_SECONDS = 3_600;
export const LONGEST_OFFLINE_SECONDS = 1_209_600;

/** The offline limits that the settings window offers, in seconds, shortest first. */
export const OFFLINE_PRESETS_SECONDS = [
  3_600, 14_400, 28_800, 43_200, 86_400, 172_800, 259_200, 432_000, 604_800, 1_209_600,
] as const;

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

/** An account's rules for the end of a session. All durations are in whole seconds. */
export interface Policy extends Readonly<Record<PolicySwitch, boolean>> {
  readonly version: typeof POLICY_VERSION;
  /** Inactivity after which a session ends, 60 to 604 800. */
  readonly sessionTimeoutSeconds: number;
  /** Age at which a session ends even if it is active, 60 to 604 800. */
  readonly longestSessionSeconds: number;
  /** Input anywhere on this computer, or only input in this app's windows. */
  readonly activitySource: ActivitySource;
  /** Shorter limits for some roles. A limit longer than the account's has no effect. */
  readonly roleTimeoutSeconds: Readonly<Partial<Record<Role, number>>>;
  /**
   * How long a workstation of a shared account may be without the clinic's server before it is shut, 3 600
   * to 1 209 600. No value means "never".
   */
  readonly offlineLimitSeconds: number;
}

export const DEFAULT_POLICY: Policy = {
  version: POLICY_VERSION,
  sessionTimeoutSeconds: 900,
  longestSessionSeconds: 43_200,
  activitySource: 'computer',
  ...forEachSwitch((_name, { byDefault }) => byDefault),
  roleTimeoutSeconds: {},
  offlineLimitSeconds: 259_200,
};

/** Used when neither the policy nor an earlier one can be read. */
export const STRICTEST_POLICY: Policy = {
  ...DEFAULT_POLICY,
  sessionTimeoutSeconds: SHORTEST_TIMEOUT_SECONDS,
  longestSessionSeconds: 3_600,
  resumeAfterRestart: false,
  offlineLimitSeconds: SHORTEST_OFFLINE_SECONDS,
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
 * How long before the end of a session the warning appears: 60 s, or half of a limit under 2 minutes, never
 * under 20 s.
 * @param limitSeconds 60 to 604 800
 */
export function warningLeadSeconds(limitSeconds: number): number {
  return limitSeconds >= 120 ? 60 : Math.max(20, Math.floor(limitSeconds / 2));
}

/** What a migration changed. People are told of these changes. */
export type PolicyChange = 'neverReplaced' | 'cappedToLongest' | 'raisedToShortest';

export type PolicyReading =
  | { readonly ok: true; readonly policy: Policy; readonly changes: readonly PolicyChange[] }
  | { readonly ok: false; readonly problem: string };

type TimeoutReading =
  { seconds: number; change: PolicyChange | null } | { problem: string; seconds?: never };

/** Words that older versions and people used for "no limit". */
const WORDS_FOR_NEVER = new Set(['never', 'none', 'off', 'no', 'disabled', 'unlimited', '']);

function clampTimeout(seconds: number): TimeoutReading {
  if (seconds > LONGEST_TIMEOUT_SECONDS)
    return { seconds: LONGEST_TIMEOUT_SECONDS, change: 'cappedToLongest' };
  if (seconds < SHORTEST_TIMEOUT_SECONDS)
    return { seconds: SHORTEST_TIMEOUT_SECONDS, change: 'raisedToShortest' };
  // The fraction of a second is dropped: a limit may only get shorter.
  return { seconds: Math.floor(seconds), change: null };
}

/**
 * Reads a timeout as older versions stored it. Everything that meant "no limit" (`"never"`, `null`,
 * nothing, zero, a negative number) becomes the longest allowed.
 */
function readTimeout(value: unknown, unitSeconds: number, field: string): TimeoutReading {
  const never: TimeoutReading = { seconds: LONGEST_TIMEOUT_SECONDS, change: 'neverReplaced' };
  if (value === undefined || value === null) return never;
  if (typeof value === 'string') {
    const text = value.trim().toLowerCase();
    if (WORDS_FOR_NEVER.has(text)) return never;
    if (!/^[+-]?\d+(\.\d+)?$/.test(text))
      return {
        problem: say('{field} is "{value}", which is not a number.', {
          field,
          value: value.slice(0, 40),
        }),
      };
    return readTimeout(Number(text), unitSeconds, field);
  }
  if (typeof value !== 'number' || Number.isNaN(value))
    return { problem: say('{field} must be a number.', { field }) };
  return value <= 0 ? never : clampTimeout(value * unitSeconds);
}

/** Documents that are older than this limit have none. @returns `null` when it is no number */
function readOfflineLimit(value: unknown): number | null {
  if (value === undefined) return DEFAULT_POLICY.offlineLimitSeconds;
  if (typeof value !== 'number' || Number.isNaN(value)) return null;
  return Math.floor(Math.min(Math.max(value, SHORTEST_OFFLINE_SECONDS), LONGEST_OFFLINE_SECONDS));
}

function readFlag(value: unknown, otherwise: boolean): boolean {
  return typeof value === 'boolean' ? value : otherwise;
}

/** A document of version 1 (or without a version) had one setting only: `sessionTimeoutMinutes`. */
function readVersion1(document: Readonly<Record<string, unknown>>): PolicyReading {
  const timeout = readTimeout(document['sessionTimeoutMinutes'], 60, 'sessionTimeoutMinutes');
  if (timeout.seconds === undefined) return { ok: false, problem: timeout.problem };
  return {
    ok: true,
    policy: {
      ...DEFAULT_POLICY,
      sessionTimeoutSeconds: timeout.seconds,
      // Version 1 had no longest session. A default below the chosen timeout would silently shorten it.
      longestSessionSeconds: Math.max(timeout.seconds, DEFAULT_POLICY.longestSessionSeconds),
    },
    changes: timeout.change === null ? [] : [timeout.change],
  };
}

function readVersion2(document: Readonly<Record<string, unknown>>): PolicyReading {
  const timeout = readTimeout(document['sessionTimeoutSeconds'], 1, 'sessionTimeoutSeconds');
  if (timeout.seconds === undefined) return { ok: false, problem: timeout.problem };
  const longest = readTimeout(document['longestSessionSeconds'], 1, 'longestSessionSeconds');
  if (longest.seconds === undefined) return { ok: false, problem: longest.problem };

  const offlineLimitSeconds = readOfflineLimit(document['offlineLimitSeconds']);
  if (offlineLimitSeconds === null)
    return {
      ok: false,
      problem: say('{field} must be a number.', { field: 'offlineLimitSeconds' }),
    };

  const byRole = document['roleTimeoutSeconds'] ?? {};
  if (!isRecord(byRole))
    return {
      ok: false,
      problem: say('{field} must be an object.', { field: 'roleTimeoutSeconds' }),
    };
  const roleTimeoutSeconds: Partial<Record<Role, number>> = {};
  for (const role of ROLES) {
    if (byRole[role] === undefined) continue;
    const limit = readTimeout(byRole[role], 1, `roleTimeoutSeconds.${role}`);
    if (limit.seconds === undefined) return { ok: false, problem: limit.problem };
    roleTimeoutSeconds[role] = limit.seconds;
  }
  return {
    ok: true,
    policy: {
      version: POLICY_VERSION,
      sessionTimeoutSeconds: timeout.seconds,
      longestSessionSeconds: longest.seconds,
      // If a rule is missing or unreadable, the stricter value holds.
      activitySource: document['activitySource'] === 'app' ? 'app' : 'computer',
      ...forEachSwitch((name, { whereMissing }) => readFlag(document[name], whereMissing)),
      roleTimeoutSeconds,
      offlineLimitSeconds,
    },
    changes: timeout.change === null ? [] : [timeout.change],
  };
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Reads a policy document of any version. A timeout that meant "no limit", or is over the cap or under the
 * floor, still gives a valid policy.
 * @returns `ok: false` when the document is not a policy, comes from a newer version, or has a timeout
 *   that is neither a number nor a word for "never"; no part of the document may then be used
 */
export function readPolicy(document: unknown): PolicyReading {
  if (!isRecord(document)) return { ok: false, problem: say('It is not a JSON object.') };
  const version = document['version'] ?? 1;
  if (version === 1) return readVersion1(document);
  if (version === POLICY_VERSION) return readVersion2(document);
  return {
    ok: false,
    problem: say('It has version {version}; this program reads versions 1 to {newest}.', {
      version: JSON.stringify(version),
      newest: POLICY_VERSION,
    }),
  };
}
