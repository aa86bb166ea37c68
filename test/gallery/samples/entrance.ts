import { refusal, wrongPin } from '../../../src/main/ipc/messages.js';
import type { EndCause } from '../../../src/shared/workstation/end-cause.js';
import type {
  BrokenView,
  EnrolmentView,
  SetUpView,
  SignInView,
  TwoFactorView,
} from '../../../src/shared/requests/views.js';
import { UNMANAGED } from '../../support/fakes/plain-views.js';
import { always, never, throttled, wrongCredentials } from '../answers.js';
import { MANAGED } from './managed.js';
import { CLINIC, DANA, ROBIN } from './people.js';
import { check, choose, fill, press, type Sample, see } from './sample.js';

/* What the main window shows to whom it does not know yet. */

export const SET_UP = {
  view: 'setUp',
  suggestedTimeoutSeconds: 900,
  managed: UNMANAGED,
  progress: null,
  keychainAsks: false,
} satisfies SetUpView;

export const SIGN_IN = {
  view: 'signIn',
  clinicName: CLINIC,
  ended: null,
  wipe: { state: 'done' },
  recentMembers: 'show',
  emergencyKit: true,
  keychainAsks: false,
  standing: { kind: 'single' },
  badge: null,
} satisfies SignInView;

const TWO_FACTOR = {
  view: 'twoFactor',
  clinicName: CLINIC,
  memberName: DANA.name,
  expiresInSeconds: 290,
} satisfies TwoFactorView;

const ENROLMENT = {
  view: 'enrolment',
  clinicName: CLINIC,
  memberName: DANA.name,
  expiresInSeconds: 290,
  reason: 'required',
} satisfies EnrolmentView;

/** After a tap of a badge. */
const TAPPED = {
  ...SIGN_IN,
  ended: { cause: 'lockNow', limitSeconds: 900, reason: null },
  recentMembers: 'ask',
  badge: { kind: 'member', tap: 1, memberName: ROBIN.name },
} satisfies SignInView;
const pin = [fill('PIN', '804613'), press('Sign in')];

const BROKEN = {
  view: 'broken',
  message:
    'The file account.db is damaged. Quit the app, and restore it from a backup, then start it again.',
} satisfies BrokenView;

/** The last session ended so. */
function after(cause: EndCause, changes: Partial<SignInView>): Sample {
  const view = { ...SIGN_IN, ended: { cause, limitSeconds: 900, reason: null }, ...changes };
  return { name: `sign-in/after-${cause}`, window: 'main', view };
}

const password = (text: string) => fill('Password', text);
const credentials = [fill('Email', DANA.email), password('quiet-harbour-lamp'), press('Sign in')];
const recovery = [press('Can’t sign in?')];

export const SET_UP_SAMPLES: readonly Sample[] = [
  { name: 'set-up/plain', window: 'main', view: SET_UP },
  { name: 'set-up/managed', window: 'main', view: { ...SET_UP, managed: MANAGED } },
  {
    name: 'set-up/keychain-asks',
    window: 'main',
    view: { ...SET_UP, keychainAsks: true },
  },
  {
    name: 'set-up/mistakes',
    window: 'main',
    view: SET_UP,
    steps: [password('harbour'), press('Create clinic'), see('Weak')],
  },
  {
    name: 'set-up/good-password',
    window: 'main',
    view: SET_UP,
    steps: [
      ...[fill('Clinic name', CLINIC), password('quiet lamp on the harbour wall')],
      see('Long enough'),
    ],
  },
  {
    name: 'set-up/open-list',
    window: 'main',
    view: SET_UP,
    steps: [choose('Automatic session timeout')],
  },
  {
    name: 'set-up/no-keychain',
    window: 'main',
    view: SET_UP,
    answers: { createClinic: always(refusal('keychainMissing')) },
    steps: [
      ...[fill('Clinic name', CLINIC), fill('Your name', DANA.name), fill('Email', DANA.email)],
      password('quiet lamp on the harbour wall'),
      fill('Confirm password', 'quiet lamp on the harbour wall'),
      ...[press('Create clinic'), see('no program that keeps secrets')],
    ],
  },
];

export const SIGN_IN_SAMPLES: readonly Sample[] = [
  { name: 'sign-in/plain', window: 'main', view: SIGN_IN },
  {
    name: 'sign-in/first-start',
    window: 'main',
    view: { ...SIGN_IN, recentMembers: 'none' },
  },
  {
    name: 'sign-in/mistakes',
    window: 'main',
    view: SIGN_IN,
    steps: [fill('Email', 'dana@'), press('Sign in')],
  },
  {
    name: 'sign-in/wrong-password',
    window: 'main',
    view: SIGN_IN,
    answers: { signIn: wrongCredentials },
    steps: credentials,
  },
  {
    name: 'sign-in/throttled',
    window: 'main',
    view: SIGN_IN,
    answers: { signIn: throttled },
    steps: credentials,
  },
  {
    name: 'sign-in/busy',
    window: 'main',
    view: SIGN_IN,
    answers: { signIn: never },
    steps: credentials,
  },
  {
    name: 'sign-in/keychain-asks',
    window: 'main',
    view: { ...SIGN_IN, keychainAsks: true },
    answers: { signIn: never },
    steps: credentials,
  },
  after('idle', { recentMembers: 'ask' }),
  after('longestSession', { recentMembers: 'none' }),
  after('signOut', {}),
  after('appClosed', { recentMembers: 'ask' }),
  after('accountInQuestion', { recentMembers: 'ask' }),
  after('passwordChanged', { recentMembers: 'ask' }),
  {
    name: 'sign-in/clearing',
    window: 'main',
    view: {
      ...SIGN_IN,
      ended: { cause: 'idle', limitSeconds: 900, reason: null },
      wipe: { state: 'running' },
      recentMembers: 'ask',
    },
    steps: [see('Clearing the last session')],
  },
  {
    name: 'sign-in/keychain-trouble',
    window: 'main',
    view: {
      ...SIGN_IN,
      ended: { cause: 'lockNow', limitSeconds: 900, reason: null },
      wipe: { state: 'failed', what: 'keychain', retryInSeconds: 30 },
      recentMembers: 'ask',
    },
  },
  {
    name: 'sign-in/disk-full',
    window: 'main',
    view: {
      ...SIGN_IN,
      ended: { cause: 'lockNow', limitSeconds: 900, reason: null },
      wipe: { state: 'failed', what: 'full', retryInSeconds: 30 },
      recentMembers: 'ask',
    },
  },
  { name: 'sign-in/badge', window: 'main', view: TAPPED },
  {
    name: 'sign-in/badge-reading',
    window: 'main',
    view: { ...TAPPED, badge: { kind: 'reading', tap: 1 } },
  },
  {
    name: 'sign-in/badge-wrong-pin',
    window: 'main',
    view: TAPPED,
    answers: { enterPin: always(wrongPin(3)) },
    steps: pin,
  },
  {
    name: 'sign-in/badge-mistake',
    window: 'main',
    view: TAPPED,
    steps: [fill('PIN', '1234'), press('Sign in')],
  },
  {
    name: 'sign-in/badge-unknown',
    window: 'main',
    view: { ...TAPPED, badge: { kind: 'unknown', tap: 1 } },
  },
  { name: 'sign-in/ways-back-in', window: 'main', view: SIGN_IN, steps: recovery },
  {
    name: 'sign-in/invitation-code',
    window: 'main',
    view: SIGN_IN,
    steps: [...recovery, press('I have an invitation code')],
  },
  {
    name: 'sign-in/emergency-kit-mistakes',
    window: 'main',
    view: SIGN_IN,
    steps: [...recovery, press('I have the emergency kit'), press('Set password and sign in')],
  },
  {
    name: 'sign-in/neither-code-nor-kit',
    window: 'main',
    view: { ...SIGN_IN, emergencyKit: false },
    steps: [...recovery, press('I have neither')],
  },
];

export const SECOND_STEP_SAMPLES: readonly Sample[] = [
  { name: 'two-factor/code', window: 'main', view: TWO_FACTOR },
  {
    name: 'two-factor/wrong-code',
    window: 'main',
    view: TWO_FACTOR,
    answers: { verifyCode: always(refusal('wrongCode')) },
    steps: [fill('Authentication code', '123456'), press('Verify')],
  },
  {
    name: 'two-factor/recovery-code-mistake',
    window: 'main',
    view: TWO_FACTOR,
    steps: [press('Use a recovery code'), press('Verify')],
  },
  { name: 'enrolment/required', window: 'main', view: ENROLMENT },
  {
    name: 'enrolment/reset-mistake',
    window: 'main',
    view: { ...ENROLMENT, reason: 'reset' },
    steps: [press('Turn on')],
  },
  {
    name: 'enrolment/recovery-codes',
    window: 'main',
    view: ENROLMENT,
    steps: [
      ...[fill('Authentication code', '123456'), press('Turn on')],
      check('I have kept these codes safe'),
    ],
  },
  {
    name: 'enrolment/expired',
    window: 'main',
    view: { ...ENROLMENT, expiresInSeconds: 0 },
    answers: { startTwoFactor: always(refusal('signInExpired')) },
  },
  { name: 'broken/damaged', window: 'main', view: BROKEN },
  {
    name: 'broken/lost',
    window: 'main',
    view: { ...BROKEN, message: refusal('accountLost').message },
  },
];
