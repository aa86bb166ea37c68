import { durationInWords } from './duration.js';
import {
  type ActivitySource,
  forEachSwitch,
  LONGEST_TIMEOUT_SECONDS,
  type Policy,
  POLICY_SWITCH_NAMES,
  type PolicyChange,
  type PolicySwitch,
  SHORTEST_TIMEOUT_SECONDS,
} from './policy.js';
import { ROLE_NAMES, ROLES } from '../people/role.js';

export const SAME_AS_EVERYONE = 'Same as everyone';

export const ACTIVITY_SOURCE_NAMES: Readonly<Record<ActivitySource, string>> = {
  computer: 'Anything on this computer',
  app: 'Only this app',
};

/** What the settings window calls each switch and says of it, and what is said where it is managed. */
export const SWITCH_WORDS: Readonly<
  Record<
    PolicySwitch,
    { readonly label: string; readonly explanation: string; readonly whenManaged: string }
  >
> = {
  lockOnSleep: {
    label: 'Lock when the computer sleeps',
    explanation: 'Closing the lid or going to sleep ends the session at once.',
    whenManaged: 'Whether a session ends when the computer goes to sleep.',
  },
  lockOnScreenLock: {
    label: 'Lock when the computer is locked',
    explanation: 'Locking the screen or switching the computer’s user ends the session.',
    whenManaged: 'Whether a session ends when the computer is locked.',
  },
  lockComputer: {
    label: 'Lock the whole computer too',
    explanation:
      'A session that ends at a limit, or by Lock now, also turns on this computer’s own screen lock.',
    whenManaged:
      'Whether the whole computer is locked when a session ends because nobody was there.',
  },
  resumeAfterRestart: {
    label: 'Resume after the app restarts',
    explanation: 'A session goes on after a restart, within the time it had left.',
    whenManaged: 'Whether a session goes on after the app was restarted.',
  },
  hideFromCapture: {
    label: 'Hide from screen capture',
    explanation:
      'Screenshots and shared screens show nothing of this app. Works on Windows and macOS; not possible on Linux.',
    whenManaged: 'Whether screenshots and shared screens show nothing of the app.',
  },
};

/** Each rule of a policy as the settings window calls it. */
export const RULE_NAMES: Readonly<Record<Exclude<keyof Policy, 'version'>, string>> = {
  sessionTimeoutSeconds: 'Automatic session timeout',
  longestSessionSeconds: 'Longest session',
  activitySource: 'What counts as activity',
  ...forEachSwitch((name) => SWITCH_WORDS[name].label),
  roleTimeoutSeconds: 'Limits for roles',
};

/** Each rule of a policy in words, by its name in the settings window. */
function rulesInWords(policy: Policy): ReadonlyMap<string, string> {
  return new Map([
    [RULE_NAMES.sessionTimeoutSeconds, durationInWords(policy.sessionTimeoutSeconds)],
    [RULE_NAMES.longestSessionSeconds, durationInWords(policy.longestSessionSeconds)],
    [RULE_NAMES.activitySource, ACTIVITY_SOURCE_NAMES[policy.activitySource]],
    ...POLICY_SWITCH_NAMES.map(
      (name) => [SWITCH_WORDS[name].label, policy[name] ? 'on' : 'off'] as const,
    ),
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
