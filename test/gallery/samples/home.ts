import { noticeText, refusal } from '../../../src/main/ipc/messages.js';
import type { ClinicAppTile } from '../../../src/shared/clinic-apps/clinic-app.js';
import type {
  HomeView,
  MemberSecurityView,
  QuickSignInView,
} from '../../../src/shared/requests/views.js';
import { always, passwordAsked, proofAsked } from '../answers.js';
import { CLINIC_APPS } from './clinic-apps.js';
import { CLINIC, DANA, MEMBERS } from './people.js';
import { check, fill, press, type Sample, see } from './sample.js';

const SECURE = {
  twoFactor: { on: true, recoveryCodesLeft: 9, required: false, dueInDays: null },
  shortestPassword: 12,
  emergencyKit: true,
  quickSignIn: null,
  language: null,
  guideReadAt: null,
} satisfies MemberSecurityView;

const PASSWORD_ALONE = {
  ...SECURE,
  twoFactor: { on: false, recoveryCodesLeft: 0, required: false, dueInDays: null },
} satisfies MemberSecurityView;

const TILES: readonly ClinicAppTile[] = CLINIC_APPS.map(({ id, name, icon }) => ({
  id,
  name,
  icon,
}));

/** An administrator's, where all is well. */
export const HOME = {
  view: 'home',
  clinicName: CLINIC,
  member: { id: DANA.id, name: DANA.name, role: 'administrator' },
  warningLeadSeconds: 60,
  timeoutSeconds: 900,
  timeoutLeftSeconds: 720,
  sessionLeftSeconds: 38_000,
  notices: [],
  activityHealth: 'believed',
  security: SECURE,
  outOfDate: null,
  clinicApps: TILES,
  reopen: [],
  standing: { kind: 'single' },
  elsewhere: [],
  asked: { page: 'setUp', times: 0 },
} satisfies HomeView;

/** The member with the longest name. */
const OTHER = MEMBERS[3] ?? DANA;
const MEMBER = {
  ...HOME,
  member: { id: OTHER.id, name: OTHER.name, role: 'practitioner' },
  security: { ...SECURE, emergencyKit: null },
} satisfies HomeView;

const withBadge = (quickSignIn: QuickSignInView): HomeView => ({
  ...MEMBER,
  security: { ...MEMBER.security, quickSignIn },
});

const due = (dueInDays: number) =>
  ({
    ...PASSWORD_ALONE,
    twoFactor: { ...PASSWORD_ALONE.twoFactor, required: true, dueInDays },
  }) satisfies MemberSecurityView;

const notice = (id: number, kind: Parameters<typeof noticeText>[0]['kind'], amount: number) => ({
  id,
  text: noticeText({ kind, amount }),
});

export const HOME_SAMPLES: readonly Sample[] = [
  { name: 'home/administrator', window: 'main', view: HOME },
  { name: 'home/member', window: 'main', view: MEMBER },
  { name: 'home/without-apps', window: 'main', view: { ...HOME, clinicApps: [] } },
  { name: 'home/member-without-apps', window: 'main', view: { ...MEMBER, clinicApps: [] } },
  {
    name: 'home/own-input-only',
    window: 'main',
    view: { ...MEMBER, activityHealth: 'app', timeoutLeftSeconds: 45 },
  },
  { name: 'home/activity-in-doubt', window: 'main', view: { ...HOME, activityHealth: 'doubtful' } },
  {
    name: 'home/getting-old',
    window: 'main',
    view: { ...HOME, outOfDate: { level: 'note', days: 34, newerKnown: true } },
  },
  {
    name: 'home/out-of-date',
    window: 'main',
    view: { ...MEMBER, outOfDate: { level: 'warning', days: 102, newerKnown: false } },
  },
  {
    name: 'home/notices',
    window: 'main',
    view: {
      ...HOME,
      notices: [
        notice(1, 'recordTampered', 0),
        notice(2, 'failedSignIns', 3),
        notice(3, 'recoveryCodeUsed', 1),
      ],
    },
  },
  {
    name: 'home/open-again',
    window: 'main',
    view: { ...MEMBER, reopen: TILES.map(({ name }) => name) },
  },
  {
    name: 'home/no-emergency-kit',
    window: 'main',
    view: { ...HOME, security: { ...SECURE, emergencyKit: false } },
  },
  { name: 'home/password-alone', window: 'main', view: { ...HOME, security: PASSWORD_ALONE } },
  { name: 'home/two-factor-due', window: 'main', view: { ...MEMBER, security: due(3) } },
  {
    name: 'home/password-asked',
    window: 'main',
    view: HOME,
    answers: { openSettings: passwordAsked },
    steps: [press('Settings')],
  },
];

const overview = press('My security');
const prove = [fill('Password', 'quiet-harbour-lamp'), fill('Authentication code', '123456')];

export const SECURITY_SAMPLES: readonly Sample[] = [
  { name: 'my-security/overview', window: 'main', view: HOME, steps: [overview] },
  {
    name: 'my-security/member-password-alone',
    window: 'main',
    view: { ...MEMBER, security: { ...due(0), emergencyKit: null } },
    steps: [overview],
  },
  {
    name: 'my-security/few-codes-left',
    window: 'main',
    view: {
      ...HOME,
      security: {
        ...SECURE,
        emergencyKit: false,
        twoFactor: { ...SECURE.twoFactor, required: true, recoveryCodesLeft: 1 },
      },
    },
    steps: [overview],
  },
  {
    name: 'my-security/password-mistakes',
    window: 'main',
    view: HOME,
    steps: [overview, press('Change password')],
  },
  {
    name: 'my-security/password-changed',
    window: 'main',
    view: { ...HOME, security: PASSWORD_ALONE },
    steps: [
      overview,
      fill('Current password', 'quiet-harbour-lamp'),
      fill('New password', 'orange boat at the pier'),
      fill('Confirm new password', 'orange boat at the pier'),
      ...[press('Change password'), see('Your password was changed')],
    ],
  },
  {
    name: 'my-security/show-that-it-is-you',
    window: 'main',
    view: HOME,
    steps: [overview, press('Set up a new device')],
  },
  {
    name: 'my-security/new-device',
    window: 'main',
    view: HOME,
    steps: [overview, press('Set up a new device'), ...prove, press('Continue')],
  },
  {
    name: 'my-security/recovery-codes',
    window: 'main',
    view: HOME,
    steps: [overview, press('New recovery codes'), ...prove, press('Make new codes')],
  },
  {
    name: 'my-security/turn-off-refused',
    window: 'main',
    view: HOME,
    answers: { turnOffTwoFactor: always(refusal('wrongPassword')) },
    steps: [overview, press('Turn off'), ...prove, press('Turn off')],
  },
  {
    name: 'my-security/badge-none',
    window: 'main',
    view: withBadge({ enrolled: false, stage: 'none' }),
    steps: [overview],
  },
  {
    name: 'my-security/badge-set-up',
    window: 'main',
    view: withBadge({ enrolled: true, stage: 'none' }),
    steps: [overview],
  },
  {
    name: 'my-security/badge-tap',
    window: 'main',
    view: withBadge({ enrolled: false, stage: 'tap' }),
    steps: [overview, press('Set up quick sign-in')],
  },
  {
    name: 'my-security/badge-tap-again',
    window: 'main',
    view: withBadge({ enrolled: false, stage: 'tapAgain' }),
    steps: [overview, press('Set up quick sign-in')],
  },
  {
    name: 'my-security/badge-weak-pin',
    window: 'main',
    view: withBadge({ enrolled: false, stage: 'pin' }),
    answers: { finishBadge: always(refusal('weakPin')) },
    steps: [
      ...[overview, press('Set up quick sign-in')],
      ...[fill('PIN', '123456'), fill('Confirm PIN', '123456'), press('Turn on')],
    ],
  },
  {
    name: 'my-security/badge-taken',
    window: 'main',
    view: withBadge({ enrolled: false, stage: 'pin' }),
    answers: { finishBadge: always(refusal('badgeTaken')) },
    steps: [
      ...[overview, press('Set up quick sign-in')],
      ...[fill('PIN', '804613'), fill('Confirm PIN', '804613'), press('Turn on')],
    ],
  },
  {
    name: 'my-security/badge-remove',
    window: 'main',
    view: withBadge({ enrolled: true, stage: 'none' }),
    steps: [overview, press('Remove badge')],
  },
  {
    name: 'my-security/before-a-kit',
    window: 'main',
    view: HOME,
    steps: [overview, press('Make a new kit')],
  },
  {
    name: 'my-security/proof-for-a-kit',
    window: 'main',
    view: HOME,
    answers: { makeEmergencyKit: proofAsked(true) },
    steps: [overview, press('Make a new kit'), press('Make an emergency kit')],
  },
  {
    name: 'my-security/emergency-kit',
    window: 'main',
    view: HOME,
    steps: [
      ...[overview, press('Make a new kit'), press('Make an emergency kit'), press('Save')],
      check('I have put this page in a safe place'),
    ],
  },
];
