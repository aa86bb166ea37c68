import { durationInWords } from './duration.js';
import {
  type ActivitySource,
  LONGEST_TIMEOUT_SECONDS,
  type Policy,
  POLICY_SWITCH_NAMES,
  type PolicyChange,
  type PolicySwitch,
  SHORTEST_TIMEOUT_SECONDS,
} from './policy.js';
import type { SignInRules } from './sign-in-rules.js';
import { type Role, ROLE_NAMES, ROLES } from '../people/role.js';
import { say, sayings } from '../words/say.js';

export function sameAsEveryone(): string {
  return say('Same as everyone');
}

export const ACTIVITY_SOURCE_NAMES: Readonly<Record<ActivitySource, string>> = sayings({
  computer: 'Anything on this computer',
  app: 'Only this app',
});

/** The name of each policy rule in the settings window. */
export const RULE_NAMES: Readonly<Record<Exclude<keyof Policy, 'version'>, string>> = sayings({
  sessionTimeoutSeconds: 'Automatic session timeout',
  longestSessionSeconds: 'Longest session',
  activitySource: 'What counts as activity',
  lockOnSleep: 'Lock when the computer sleeps',
  lockOnScreenLock: 'Lock when the computer is locked',
  lockComputer: 'Lock the whole computer too',
  resumeAfterRestart: 'Resume after the app restarts',
  hideFromCapture: 'Hide from screen capture',
  oneSession: 'One session for each person',
  roleTimeoutSeconds: 'Limits by role',
  offlineLimitSeconds: 'Without the server',
});

/** The name of each rule for signing in. */
export const SIGN_IN_RULE_NAMES: Readonly<Record<keyof SignInRules, string>> = sayings({
  requireTwoFactor: 'Two-factor authentication for everyone',
  graceDays: 'Days to set it up',
  shortestPassword: 'Shortest password, in characters',
  strictPasswords: 'Strict passwords',
});

/** The explanation of each switch in the settings window. */
export const SWITCH_EXPLANATIONS: Readonly<Record<PolicySwitch, string>> = sayings({
  lockOnSleep: 'Closing the lid or going to sleep ends the session at once.',
  lockOnScreenLock: 'Locking the screen or switching the computer’s user ends the session.',
  lockComputer:
    'A session that ends at a limit, or by Lock now, also turns on this computer’s own screen lock.',
  resumeAfterRestart: 'A session goes on after a restart, within the time it had left.',
  hideFromCapture:
    'Screenshots and shared screens show nothing of this app. Works on Windows and macOS; not possible on Linux.',
  oneSession:
    'Signing in at one workstation signs the person out at all others. With unsaved work there, a warning comes first.',
});

/** The description of each switch where it is managed. */
export const SWITCHES_MANAGED: Readonly<Record<PolicySwitch, string>> = sayings({
  lockOnSleep: 'Whether a session ends when the computer goes to sleep.',
  lockOnScreenLock: 'Whether a session ends when the computer is locked.',
  lockComputer:
    'Whether the whole computer is locked when a session ends because nobody was there.',
  resumeAfterRestart: 'Whether a session goes on after the app was restarted.',
  hideFromCapture: 'Whether screenshots and shared screens show nothing of the app.',
  oneSession:
    'Whether signing in at one workstation of a clinic signs the person out at all others.',
});

/** Each policy rule in words, by its name in the settings window. */
function rulesInWords(policy: Policy): ReadonlyMap<string, string> {
  return new Map([
    [RULE_NAMES.sessionTimeoutSeconds, durationInWords(policy.sessionTimeoutSeconds)],
    [RULE_NAMES.longestSessionSeconds, durationInWords(policy.longestSessionSeconds)],
    [RULE_NAMES.activitySource, ACTIVITY_SOURCE_NAMES[policy.activitySource]],
    ...POLICY_SWITCH_NAMES.map((name) => [RULE_NAMES[name], onOrOff(policy[name])] as const),
    ...ROLES.map((role) => {
      const limit = policy.roleTimeoutSeconds[role];
      return [
        roleLimitName(role),
        limit === undefined ? sameAsEveryone() : durationInWords(limit),
      ] as const;
    }),
    [RULE_NAMES.offlineLimitSeconds, durationInWords(policy.offlineLimitSeconds)],
  ]);
}

function roleLimitName(role: Role): string {
  return say('Limit for the role {role}', { role: ROLE_NAMES[role] });
}

/** The name of a setting that two administrators changed otherwise. @param path as `merged` names it */
export function settingName(path: string): string {
  const names: Readonly<Record<string, string>> = { ...RULE_NAMES, ...SIGN_IN_RULE_NAMES };
  const role = ROLES.find((one) => path === `roleTimeoutSeconds.${one}`);
  return role === undefined ? (names[path] ?? path) : roleLimitName(role);
}

/** A switch in words. */
export function onOrOff(isOn: boolean): string {
  return isOn ? say('on') : say('off');
}

export interface Difference {
  readonly rule: string;
  readonly before: string;
  readonly after: string;
}

/** The rules that change if one policy replaces another. */
export function differences(before: Policy, after: Policy): readonly Difference[] {
  const wordsAfter = rulesInWords(after);
  return [...rulesInWords(before)]
    .map(([rule, words]) => ({ rule, before: words, after: wordsAfter.get(rule) ?? words }))
    .filter((difference) => difference.before !== difference.after);
}

/** What was changed in a settings file, and why. */
export const POLICY_CHANGE_SENTENCES: Readonly<Record<PolicyChange, string>> = {
  get neverReplaced() {
    return say(
      'The file sets no session timeout, or “never”. That no longer exists: {limit}, the longest allowed, takes its place.',
      { limit: durationInWords(LONGEST_TIMEOUT_SECONDS) },
    );
  },
  get cappedToLongest() {
    return say(
      'The session timeout in the file is too long. {limit}, the longest allowed, takes its place.',
      { limit: durationInWords(LONGEST_TIMEOUT_SECONDS) },
    );
  },
  get raisedToShortest() {
    return say(
      'The session timeout in the file is too short. {limit}, the shortest allowed, takes its place.',
      { limit: durationInWords(SHORTEST_TIMEOUT_SECONDS) },
    );
  },
};
