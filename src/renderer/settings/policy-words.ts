import { durationInWords } from '../../contract/duration.js';
import {
  type ActivitySource,
  LONGEST_TIMEOUT_SECONDS,
  type Policy,
  type PolicyChange,
  SHORTEST_TIMEOUT_SECONDS,
} from '../../contract/policy.js';
import { ROLE_NAMES, ROLES } from '../../contract/role.js';

export const SAME_AS_EVERYONE = 'Same as everyone';

export const ACTIVITY_SOURCE_NAMES: Readonly<Record<ActivitySource, string>> = {
  computer: 'Anything on this computer',
  app: 'Only this app',
};

export const POLICY_FLAGS = [
  {
    name: 'lockOnSleep',
    label: 'Lock when the computer sleeps',
    explanation: 'Closing the lid or going to sleep ends the session at once.',
  },
  {
    name: 'lockOnScreenLock',
    label: 'Lock when the computer is locked',
    explanation: 'Locking the screen or switching the computer’s user ends the session.',
  },
  {
    name: 'resumeAfterRestart',
    label: 'Resume after the app restarts',
    explanation: 'A session goes on after a restart, within the time it had left.',
  },
  {
    name: 'hideFromCapture',
    label: 'Hide from screen capture',
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
    ['Automatic session timeout', durationInWords(policy.sessionTimeoutSeconds)],
    ['Longest session', durationInWords(policy.longestSessionSeconds)],
    ['What counts as activity', ACTIVITY_SOURCE_NAMES[policy.activitySource]],
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
