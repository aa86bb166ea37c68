import { durationInWords } from './duration.js';
import {
  type ActivitySource,
  LONGEST_TIMEOUT_SECONDS,
  type Policy,
  POLICY_DURATION_NAMES,
  POLICY_SWITCH_NAMES,
  type PolicyDuration,
  type PolicySwitch,
  SHORTEST_TIMEOUT_SECONDS,
} from './policy.js';
import { type PolicyChange } from './read-policy.js';
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
  quickSignIn: 'Quick sign-in by badge and PIN',
  quickSignInSeconds: 'Longest shift for quick sign-in',
  warningLeadSeconds: 'Warning before the end',
  warningSound: 'Quiet sound with the warning',
  measurePauses: 'Record the lengths of pauses',
  helpAddress: 'Address for help',
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
  quickSignIn:
    'After one full sign-in, a member comes back with badge and PIN until the shift is over. Not for administrators.',
  warningSound: 'Two soft tones when the warning comes up.',
  measurePauses:
    'Only how long pauses last, without names, kept on this computer for 60 days. Turned off, all of it is deleted at once.',
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
  quickSignIn: 'Whether members come back within a shift by badge and PIN.',
  warningSound: 'Whether the warning before the end of a session makes a quiet sound.',
  measurePauses:
    'Whether the lengths of pauses are recorded on this computer, without names, for 60 days.',
});

/** The description of each duration where it is managed. */
export const DURATIONS_MANAGED: Readonly<Record<PolicyDuration, string>> = sayings({
  sessionTimeoutSeconds: 'Inactivity after which a session ends, in seconds.',
  longestSessionSeconds: 'Age at which a session ends however active it is, in seconds.',
  offlineLimitSeconds:
    'How long a workstation of a shared account may be without the clinic’s server, in seconds. After that only administrators can sign in.',
  quickSignInSeconds:
    'How long after a full sign-in a member comes back by badge and PIN, in seconds.',
  warningLeadSeconds: 'How long before the end of a session the warning comes up, in seconds.',
});

/** Each policy rule in words, by its name in the settings window. */
function rulesInWords(policy: Policy): ReadonlyMap<string, string> {
  return new Map([
    ...POLICY_DURATION_NAMES.map(
      (name) => [RULE_NAMES[name], durationInWords(policy[name])] as const,
    ),
    [RULE_NAMES.activitySource, ACTIVITY_SOURCE_NAMES[policy.activitySource]],
    ...POLICY_SWITCH_NAMES.map((name) => [RULE_NAMES[name], onOrOff(policy[name])] as const),
    ...ROLES.map((role) => {
      const limit = policy.roleTimeoutSeconds[role];
      return [
        roleLimitName(role),
        limit === undefined ? sameAsEveryone() : durationInWords(limit),
      ] as const;
    }),
    [RULE_NAMES.helpAddress, policy.helpAddress === '' ? say('none') : policy.helpAddress],
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
