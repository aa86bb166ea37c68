import type { AuditEventName } from '../../shared/workstation/audit-log.js';
import { MANAGED_PLACE_NAMES } from '../../shared/policy/managed-place.js';
import {
  differences,
  onOrOff,
  RULE_NAMES,
  SIGN_IN_RULE_NAMES,
} from '../../shared/policy/policy-words.js';
import { durationInWords } from '../../shared/policy/duration.js';
import { ROLE_NAMES } from '../../shared/people/role.js';
import { UPDATE_PROBLEM_WORDS } from '../../shared/workstation/updates.js';
import { say, sayings } from '../../shared/words/say.js';
import { CLINIC_WORDS } from './clinic-words.js';
import type { Said } from './said.js';
import { endInWords, startInWords } from './session-words.js';
import type { Facts } from './stored-facts.js';
import { TRAIL_WORDS } from './trail-words.js';

const WORDS: Readonly<Record<AuditEventName, (facts: Facts) => Said>> = {
  'clinic.created': () => ({ title: say('Clinic set up') }),
  'session.started': startInWords,
  'session.resumed': () => ({ title: say('Session went on after the app had restarted') }),
  'session.ended': endInWords,
  'wipe.completed': () => ({
    title: say('Credentials of an ended session deleted'),
    details: [say('The keychain did not answer before.')],
  }),
  'computerLock.asked': computerLock,
  'signIn.failed': failedSignIn,
  'signIn.throttled': ({ step }) => ({
    title: step === 'confirmation' ? say('Confirmation slowed down') : say('Sign-in slowed down'),
    details: [
      ...valued(say('What was tried'), THROTTLED_STEPS[step ?? '']),
      say('Too many wrong tries; each further one has to wait longer.'),
    ],
    alarming: true,
  }),
  'signInRules.changed': ({ rules }) => ({
    title: say('Sign-in security changed'),
    details: Object.entries(SIGN_IN_RULE_NAMES).flatMap(([name, label]) =>
      valued(label, rules?.[name]),
    ),
  }),
  'twoFactor.turnedOn': () => ({ title: say('Two-factor authentication turned on') }),
  'twoFactor.turnedOff': () => ({ title: say('Two-factor authentication turned off') }),
  'twoFactor.reset': () => ({ title: say('Two-factor authentication reset') }),
  'recoveryCode.used': () => ({
    title: say('Recovery code used in the place of the authenticator app'),
  }),
  'recoveryCodes.renewed': () => ({ title: say('New recovery codes made') }),
  'badge.enrolled': () => ({ title: say('Badge for quick sign-in set up') }),
  'badge.removed': () => ({ title: say('Badge for quick sign-in removed') }),
  'invitation.created': () => ({ title: say('Invitation code made for a new password') }),
  'invitation.used': () => ({ title: say('New password set with an invitation code') }),
  'emergencyKit.created': () => ({
    title: say('Emergency kit made'),
    details: [say('Older ones are void.')],
  }),
  'emergencyKit.used': () => ({
    title: say('New password set with the emergency kit'),
    details: [say('It also takes a lost second factor away.')],
    alarming: true,
  }),
  'record.tampered': ({ what }) => ({
    title: say('Changed by other means than this app'),
    details: [
      say('What was changed: {what}.', {
        what: TAMPERED[what ?? ''] ?? say('the record of a session'),
      }),
    ],
    alarming: true,
  }),
  'policy.changed': (facts) => ({
    title: say('Session timeout settings changed'),
    details: changes(facts),
  }),
  'policy.migrated': ({ policy }) => ({
    title: say('Session timeout settings brought to this version'),
    details: timeoutOf(policy),
  }),
  'policy.unreadable': () => ({
    title: say('Session timeout settings could not be read'),
    details: [say('The last good ones hold, or else the strictest.')],
    alarming: true,
  }),
  'managedPolicy.changed': (facts) => ({
    title: say('Rules of your organisation changed'),
    // translators: the number that a policy was signed with
    details: [...placeOf(facts), ...valued(say('Number'), facts.number), ...decided(facts)],
  }),
  'managedPolicy.removed': (facts) => ({
    title: say('Rules of your organisation removed'),
    details: placeOf(facts),
  }),
  'managedPolicy.refused': (facts) => ({
    title: say('Rules of your organisation not used'),
    details: [
      ...placeOf(facts),
      ...(facts.problem === null ? [] : [facts.problem]),
      ...(facts.holds === 'lastGood' ? [say('The ones before go on.')] : []),
    ],
    alarming: true,
  }),
  'settings.imported': (facts) => ({
    title: say('Settings file imported'),
    details: changes(facts),
  }),
  'update.installed': ({ from, to }) => ({
    title: say('Another version of the app runs'),
    details: from === null || to === null ? [] : [`${from} → ${to}`],
  }),
  'update.refused': ({ problem, version }) => ({
    title: say('Update refused'),
    details: [
      ...valued(say('Version'), version),
      ...valued(
        // translators: label: why an update was refused
        say('Why'),
        (UPDATE_PROBLEM_WORDS as Readonly<Record<string, string>>)[problem ?? ''],
      ),
    ],
    alarming: true,
  }),
  'member.added': ({ role }) => ({ title: say('Member added'), details: roleOf(role) }),
  'member.disabled': () => ({ title: say('Member disabled') }),
  'member.enabled': () => ({ title: say('Member enabled') }),
  'member.roleChanged': ({ role }) => ({ title: say('Role changed'), details: roleOf(role) }),
  'member.passwordChanged': () => ({ title: say('Password changed') }),
  'clinicApp.added': withApp(() => say('Clinic app added')),
  'clinicApp.changed': ({ app, changed }) => ({
    title: say('Clinic app changed'),
    details: [
      ...appOf(app),
      // translators: label before a list of what was changed
      ...valued(say('Changed'), changed?.map((name) => APP_SETTINGS[name] ?? name).join(', ')),
    ],
  }),
  'clinicApp.removed': withApp(() => say('Clinic app removed')),
  'clinicApp.opened': withApp(() => say('Clinic app opened')),
  'clinicApp.signedOut': ({ app, outcome }) => ({
    title: outcome === 'done' ? say('Signed out at a site') : say('Sign-out at a site failed'),
    details: [
      ...appOf(app),
      ...(outcome === 'done' ? [] : [say('Its windows and cookies are gone all the same.')]),
    ],
    alarming: outcome !== 'done',
  }),
  'clinicAppRules.changed': ({ rules }) => ({
    title: say('Rules for clinic apps changed'),
    details: [
      ...valued(say('Hours in which places can be reopened'), rules?.['reopenWithinHours']),
      ...valued(say('Typed text is kept for its member'), rules?.['keepDrafts']),
    ],
  }),
  'siteSignIn.saved': withApp(() => say('Site sign-in saved')),
  'siteSignIn.removed': withApp(() => say('Site sign-in removed')),
  'download.saved': withApp(() => say('Download saved outside the session')),
  ...TRAIL_WORDS,
  ...CLINIC_WORDS,
};

/** @returns the event's own name as title when this version does not know the event */
export function inWords(facts: Facts): Said {
  return isKnown(facts.event) ? WORDS[facts.event](facts) : { title: facts.event };
}

export function isKnown(event: string): event is AuditEventName {
  return Object.hasOwn(WORDS, event);
}

/** Why the whole computer was not locked. */
const LOCK_PROBLEMS: Readonly<Record<string, string>> = sayings({
  nothingToAsk: 'Nothing on this computer offers to lock it.',
  refused: 'The computer refused.',
  noAnswer: 'The computer did not answer in time.',
});

function computerLock({ outcome, problem }: Facts): Said {
  if (outcome === 'locked') return { title: say('Whole computer locked') };
  if (outcome === 'asked')
    return {
      title: say('Whole computer asked to lock'),
      details: [say('It did not confirm that it is locked.')],
      alarming: true,
    };
  if (outcome === 'dropped')
    return {
      title: say('Whole computer not locked'),
      details: [say('Somebody signed in again before it was.')],
    };
  return {
    title: say('Whole computer not locked'),
    // translators: label: why the computer did not lock
    details: valued(say('Why'), LOCK_PROBLEMS[problem ?? '']),
    alarming: true,
  };
}

const TAMPERED: Readonly<Record<string, string>> = sayings({
  chain: 'the chain of the clinic’s decisions',
  state: 'the copy of what the clinic decided',
  box: 'a sealed record of the clinic',
  member: 'a member’s keys',
  memory: 'what this computer remembers of a member’s sign-ins',
  ownRecord: 'something that is kept for a member alone',
  credential: 'the member’s password',
  clinicApps: 'the list of clinic apps',
});

const APP_SETTINGS: Readonly<Record<string, string>> = sayings({
  name: 'name',
  address: 'address',
  allowedHosts: 'other addresses it may open',
  signOutAddress: 'sign-out address',
  authorities: 'certificate authorities allowed for it',
  roles: 'who sees it',
  allows: 'what its pages may do',
  order: 'place in the list',
});

const FAILED_STEPS: Readonly<Record<string, string>> = sayings({
  confirmation: 'Wrong password or code when something was to be confirmed during a session.',
  secondFactor: 'The password was right, the authentication or recovery code was not.',
  pin: 'The badge was right, the PIN was not.',
  'invitation.used': 'Wrong invitation code.',
  'emergencyKit.used': 'Wrong recovery key of the emergency kit.',
});

const THROTTLED_STEPS: Readonly<Record<string, string>> = sayings({
  secondFactor: 'an authentication or recovery code',
  pin: 'the PIN of a badge',
  'invitation.used': 'an invitation code',
  'emergencyKit.used': 'the emergency kit',
});

function failedSignIn({ step, memberId }: Facts): Said {
  const first = memberId === null ? say('Nobody here has this email.') : say('Wrong password.');
  return {
    title: step === 'confirmation' ? say('Confirmation failed') : say('Sign-in failed'),
    details: [FAILED_STEPS[step ?? ''] ?? first],
    alarming: true,
  };
}

/** The differences from the policy before, or only the timeout when that policy is not known. */
function changes({ policy, before }: Facts): readonly string[] {
  if (policy === null || before === null) return timeoutOf(policy);
  const all = differences(before, policy);
  if (all.length === 0) return [say('Nothing is different from before.')];
  return all.map(({ rule, before, after }) =>
    say('{rule}: {before} → {after}', { rule, before, after }),
  );
}

function timeoutOf(policy: Facts['policy']): readonly string[] {
  if (policy === null) return [];
  return valued(RULE_NAMES.sessionTimeoutSeconds, durationInWords(policy.sessionTimeoutSeconds));
}

function placeOf({ place }: Facts): readonly string[] {
  return valued(
    // translators: label: where a policy comes from
    say('From'),
    (MANAGED_PLACE_NAMES as Readonly<Record<string, string>>)[place ?? ''],
  );
}

function decided(facts: Facts): readonly string[] {
  const names: Readonly<Record<string, string>> = RULE_NAMES;
  const rules = Object.keys(facts.rules ?? {}).map((name) => names[name] ?? name);
  const others = [
    facts.clinicName === null ? [] : [say('clinic’s name')],
    facts.startAtSignIn === null ? [] : [say('start at sign-in')],
    facts.updateChannel === null && facts.updateAddress === null ? [] : [say('updates')],
    facts.proxy === null ? [] : [say('proxy')],
    facts.policySource === null ? [] : [say('policy address')],
  ].flat();
  // translators: label before a list of what a policy decides
  return valued(say('Decides'), [...rules, ...others].join(', '));
}

function roleOf(role: Facts['role']): readonly string[] {
  return role === null ? [] : valued(say('Role'), ROLE_NAMES[role]);
}

function appOf(app: string | null): readonly string[] {
  return app === null ? [] : [app];
}

function withApp(title: () => string): (facts: Facts) => Said {
  return ({ app }) => ({ title: title(), details: appOf(app) });
}

/** `Label: value`, or nothing without a value. */
function valued(label: string, value: unknown): readonly string[] {
  if (typeof value === 'boolean') return valued(label, onOrOff(value));
  if (typeof value === 'number' || (typeof value === 'string' && value !== ''))
    return [say('{label}: {value}', { label, value })];
  return [];
}
