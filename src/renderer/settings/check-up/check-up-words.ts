import { durationInWords } from '../../../shared/policy/duration.js';
import { compareWithStandards } from '../../../shared/policy/standards.js';
import {
  ABSENT_DAYS,
  type CheckUpFacts,
  type CheckUpState,
  type CheckUpSubject,
  SILENT_DAYS,
} from '../../../shared/workstation/check-up.js';
import { say, sayings } from '../../../shared/words/say.js';
import { ageInWords } from '../../ui/words/age-in-words.js';
import { listInWords } from '../../ui/words/list-in-words.js';

/** How many clinic apps or workstations one sentence names; the rest are counted. */
const MOST_NAMED = 3;

const FINE = sayings<CheckUpSubject>({
  twoFactor: 'Everybody signs in with two-factor authentication',
  emergencyKit: 'There is an emergency kit',
  diskEncryption: 'The disk of this computer is encrypted',
  administrators: 'There is more than one administrator',
  screenLock: 'The screen of this computer is locked when nobody is there',
  timeout: 'The session timeout is within the usual limits',
  version: 'This app is up to date',
  activity: 'This computer notices whether somebody uses it',
  signOutAddress: 'Every clinic app has a sign-out address',
  absentMembers: 'Every member has signed in lately',
  workstations: 'Every workstation was heard of lately',
});

const NEEDS_DOING = sayings<CheckUpSubject>({
  twoFactor: 'Two-factor authentication is missing',
  emergencyKit: 'There is no emergency kit',
  diskEncryption: 'The disk of this computer is not encrypted',
  administrators: 'There is only one administrator',
  screenLock: 'The screen of this computer does not lock by itself',
  timeout: 'The session timeout is longer than usual limits',
  version: 'This app is out of date, or may be',
  activity: 'This computer may not notice whether somebody uses it',
  signOutAddress: 'Sign-out addresses of clinic apps are missing',
  absentMembers: 'Members have not signed in for a long time',
  workstations: 'Workstations have been silent for a long time',
});

/** Of what can always be known it says the same as when all is fine. */
const UNKNOWN: Readonly<Partial<Record<CheckUpSubject, string>>> = sayings({
  diskEncryption: 'Whether the disk of this computer is encrypted',
  screenLock: 'Whether the screen of this computer locks by itself',
  version: 'Whether this app is up to date',
  absentMembers: 'Whether every member still signs in',
  workstations: 'Whether every workstation is still in use',
});

const TITLES = { fine: FINE, todo: NEEDS_DOING, unknown: UNKNOWN };

export function titleOf(subject: CheckUpSubject, state: CheckUpState): string {
  return TITLES[state][subject] ?? FINE[subject];
}

/** Why something needs doing: one sentence. */
const WHY: Readonly<Record<CheckUpSubject, (facts: CheckUpFacts) => string>> = {
  twoFactor: ({ twoFactor: { missing, active } }) =>
    say(
      '{missing} of {active, plural, one {# person} other {# people}} {missing, plural, one {signs} other {sign}} in with a password alone, and whoever learns it gets in.',
      { missing, active },
    ),
  emergencyKit: () =>
    say(
      'If no administrator can sign in any more, nobody can recover what is private in this account.',
    ),
  diskEncryption: () =>
    say(
      'Whoever takes the computer or its disk can read what other programs keep on it; the app’s own data stays sealed.',
    ),
  administrators: () =>
    say('If this one person is ill or leaves, nobody can add members or change a setting.'),
  screenLock: () =>
    say(
      'A session of this app ends in time, but other programs stay open to whoever passes by; the computer can be locked with the session.',
    ),
  timeout: ({ timeoutSeconds }) => {
    const compared = compareWithStandards(timeoutSeconds);
    return say(
      'Somebody may be away for {time} before the session ends: longer than {over} of {of} published limits allow.',
      {
        time: durationInWords(timeoutSeconds),
        over: compared.filter(({ within }) => !within).length,
        of: compared.length,
      },
    );
  },
  version: ({ updates: { outOfDate } }) => (outOfDate === null ? '' : ageInWords(outOfDate)),
  activity: () =>
    say(
      'Only what people do in this app counts now, so sessions can end while somebody works in another program.',
    ),
  signOutAddress: ({ withoutSignOut }) =>
    say(
      'At the end of a session the sign-in at {apps} is deleted here, but the site is not told.',
      {
        apps: listInWords(
          withoutSignOut.map(({ name }) => name),
          MOST_NAMED,
        ),
      },
    ),
  absentMembers: ({ absent }) =>
    say(
      '{absent, plural, one {# member has} other {# members have}} not signed in for {days} days; access that nobody needs is best turned off.',
      { absent, days: ABSENT_DAYS },
    ),
  workstations: ({ workstations }) =>
    say(
      '{names} {count, plural, one {was} other {were}} not heard of for {days} days; a computer that is gone is best removed.',
      {
        names: listInWords(workstations?.silent ?? [], MOST_NAMED),
        count: workstations?.silent.length ?? 0,
        days: SILENT_DAYS,
      },
    ),
};

/** Why something is not known: one sentence. Only these can be unknown. */
const WHY_UNKNOWN: Partial<Record<CheckUpSubject, (facts: CheckUpFacts) => string>> = {
  diskEncryption: () => say('This system does not tell the app, so look it up in its settings.'),
  screenLock: () => say('This system does not tell the app, so look it up in its settings.'),
  version: () => say('The app has not found out yet whether there is a newer version.'),
  absentMembers: ({ absent }) =>
    say(
      '{absent, plural, one {# member has} other {# members have}} not signed in at this computer for {days} days, but may have at others.',
      { absent, days: ABSENT_DAYS },
    ),
  workstations: () => say('The server does not tell now when each of them was last heard of.'),
};

export function whyOf(subject: CheckUpSubject, state: CheckUpState, facts: CheckUpFacts): string {
  const why = state === 'unknown' ? WHY_UNKNOWN[subject] : WHY[subject];
  return why?.(facts) ?? '';
}
