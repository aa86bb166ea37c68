import { ROLES, type Role } from '../people/role.js';
import { say } from '../words/say.js';
import {
  DEFAULT_POLICY,
  forEachSwitch,
  LONGEST_HELP_ADDRESS,
  LONGEST_TIMEOUT_SECONDS,
  type Policy,
  POLICY_DURATIONS,
  POLICY_VERSION,
  type PolicyDuration,
  SHORTEST_TIMEOUT_SECONDS,
} from './policy.js';

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

type YoungerDuration = Exclude<PolicyDuration, 'sessionTimeoutSeconds' | 'longestSessionSeconds'>;

/** Documents that are older than a duration do not have it. @returns the field that is no number, if any */
function readYounger(
  document: Readonly<Record<string, unknown>>,
): { readonly durations: Record<YoungerDuration, number> } | { readonly field: YoungerDuration } {
  const durations: Partial<Record<YoungerDuration, number>> = {};
  for (const field of [
    'offlineLimitSeconds',
    'quickSignInSeconds',
    'warningLeadSeconds',
  ] as const) {
    const { shortest, longest, byDefault } = POLICY_DURATIONS[field];
    const value = document[field] === undefined ? byDefault : document[field];
    if (typeof value !== 'number' || Number.isNaN(value)) return { field };
    durations[field] = Math.floor(Math.min(Math.max(value, shortest), longest));
  }
  return { durations: durations as Record<YoungerDuration, number> };
}

function readText(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, LONGEST_HELP_ADDRESS) : '';
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

  const younger = readYounger(document);
  if ('field' in younger)
    return { ok: false, problem: say('{field} must be a number.', { field: younger.field }) };

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
      ...younger.durations,
      helpAddress: readText(document['helpAddress']),
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
