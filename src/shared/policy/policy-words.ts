import { durationInWords } from './duration.js';
import {
  type ActivitySource,
  LONGEST_TIMEOUT_SECONDS,
  type Policy,
  type PolicyChange,
  SHORTEST_TIMEOUT_SECONDS,
} from './policy.js';
import { ROLE_NAMES, ROLES } from '../people/role.js';

export const SAME_AS_EVERYONE = 'Same as everyone';

export const ACTIVITY_SOURCE_NAMES: Readonly<Record<ActivitySource, string>> = {
  computer: 'Anything on this computer',
  app: 'Only this app',
};

/** Each rule of a policy as the settings window calls it. */
export const RULE_NAMES: Readonly<Record<Exclude<keyof Policy, 'version'>, string>> = {
  sessionTimeoutSeconds: 'Automatic session timeout',
  longestSessionSeconds: 'Longest session',
  activitySource: 'What counts as activity',
  lockOnSleep: 'Lock when the computer sleeps',
  lockOnScreenLock: 'Lock when the computer is locked',
  lockComputer: 'Lock the whole computer too',
  resumeAfterRestart: 'Resume after the app restarts',
  hideFromCapture: 'Hide from screen capture',
  roleTimeoutSeconds: 'Limits for roles',
};

export const POLICY_FLAGS = [
  {
    name: 'lockOnSleep',
    label: RULE_NAMES.lockOnSleep,
    explanation: 'Closing the lid or going to sleep ends the session at once.',
  },
  {
    name: 'lockOnScreenLock',
    label: RULE_NAMES.lockOnScreenLock,
    explanation: 'Locking the screen or switching the computer’s user ends the session.',
  },
  {
    name: 'lockComputer',
    label: RULE_NAMES.lockComputer,
    explanation:
      'A session that ends at a limit, or by Lock now, also turns on this computer’s own screen lock.',
  },
  {
    name: 'resumeAfterRestart',
    label: RULE_NAMES.resumeAfterRestart,
    explanation: 'A session goes on after a restart, within the time it had left.',
  },
  {
    name: 'hideFromCapture',
    label: RULE_NAMES.hideFromCapture,
    explanation:
      'Screenshots and shared screens show nothing of this app. Works on Windows and macOS; not possible on Linux.',
  },
] as const satisfies readonly {
  readonly name: keyof Policy;
  readonly label: string;
  readonly explanation: string;
}[];

/** Each rule of a policy in words, by its name in the settings window. */
function rulesInWords(policy: Policy): ReadonlyMap<string, string> {
  return new Map([
    [RULE_NAMES.sessionTimeoutSeconds, durationInWords(policy.sessionTimeoutSeconds)],
    [RULE_NAMES.longestSessionSeconds, durationInWords(policy.longestSessionSeconds)],
    [RULE_NAMES.activitySource, ACTIVITY_SOURCE_NAMES[policy.activitySource]],
    ...POLICY_FLAGS.map(({ name, label }) => [label, policy[name] ? 'on' : 'off'] as const),
    ...ROLES.map((role) => {
      const limit = policy.roleTimeoutSeconds[role];
      return [
        `Limit for the role ${ROLE_NAMES[role]}`,
        limit === undefined ? SAME_AS_EVERYONE : durationInWords(limit),
      ] as const;
    }),
  ]);
}

export interface Difference {
  readonly rule: string;
  readonly before: string;
  readonly after: string;
}

/** What would change if one policy took the place of another. */
export function differences(before: Policy, after: Policy): readonly Difference[] {
  const wordsAfter = rulesInWords(after);
  return [...rulesInWords(before)]
    .map(([rule, words]) => ({ rule, before: words, after: wordsAfter.get(rule) ?? words }))
    .filter((difference) => difference.before !== difference.after);
}

/** What had to be changed in a settings file, and why. */
export const POLICY_CHANGE_SENTENCES: Readonly<Record<PolicyChange, string>> = {
  neverReplaced: `The file sets no session timeout, or “never”. That no longer exists: ${durationInWords(LONGEST_TIMEOUT_SECONDS)}, the longest allowed, takes its place.`,
  cappedToLongest: `The session timeout in the file is too long. ${durationInWords(LONGEST_TIMEOUT_SECONDS)}, the longest allowed, takes its place.`,
  raisedToShortest: `The session timeout in the file is too short. ${durationInWords(SHORTEST_TIMEOUT_SECONDS)}, the shortest allowed, takes its place.`,
};
