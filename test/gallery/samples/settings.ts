import { DEFAULT_CLINIC_APP_RULES } from '../../../src/shared/clinic-apps/clinic-app.js';
import { DEFAULT_POLICY } from '../../../src/shared/policy/policy.js';
import { DEFAULT_SIGN_IN_RULES } from '../../../src/shared/policy/sign-in-rules.js';
import type { SettingsTab } from '../../../src/shared/requests/settings-tab.js';
import type { SettingsView } from '../../../src/shared/requests/views.js';
import { NO_UPDATES, UNMANAGED } from '../../support/fakes/plain-views.js';
import { always, never, passwordAsked, proofAsked, storageFull } from '../answers.js';
import { CLINIC_APPS } from './clinic-apps.js';
import { BADLY_MANAGED, MANAGED } from './managed.js';
import { CLINIC, MEMBERS, SOME_MORNING_MS } from './people.js';
import { attach, check, choose, fill, press, type Sample, see } from './sample.js';

const SETTINGS = {
  view: 'settings',
  asked: { tab: 'timeout', times: 1 },
  clinicName: CLINIC,
  policy: DEFAULT_POLICY,
  managed: UNMANAGED,
  signInRules: DEFAULT_SIGN_IN_RULES,
  revision: 1,
  memberCount: MEMBERS.length,
  clinicApps: CLINIC_APPS,
  clinicAppRules: DEFAULT_CLINIC_APP_RULES,
  workstation: {
    activitySource: 'X11',
    activityHealth: 'believed',
    lockSignals: ['logind', 'the screen saver'],
    guarded: true,
  },
  standing: { kind: 'single' },
  clinic: { shared: false, hasScript: false, progress: null },
  about: {
    version: '1.2.3',
    electron: '45.5.0',
    chrome: '150.0.7700.12',
    node: '24.9.0',
    platform: 'Linux 6.12 (x64)',
    keychain: 'Secret Service (libsecret)',
    installation: '4f1d9c02',
    pinnedRuntime: true,
  },
  updates: {
    state: { state: 'upToDate', checkedAt: SOME_MORNING_MS },
    outOfDate: null,
    upToDateMs: SOME_MORNING_MS,
  },
} satisfies SettingsView;

/** The window with one of its tabs in front. */
export function settingsAt(tab: SettingsTab, changes: Partial<SettingsView> = {}): SettingsView {
  return { ...SETTINGS, asked: { tab, times: 1 }, ...changes };
}

const ROLE_LIMITS = { receptionist: 300, bookkeeper: 3_600 };
const change = choose('Automatic session timeout', '5 minutes');
const custom = choose('Automatic session timeout', 'Custom');

export const TIMEOUT_SAMPLES: readonly Sample[] = [
  { name: 'settings-timeout/plain', window: 'settings', view: settingsAt('timeout') },
  {
    name: 'settings-timeout/role-limits',
    window: 'settings',
    view: settingsAt('timeout', {
      policy: {
        ...DEFAULT_POLICY,
        longestSessionSeconds: 3_600,
        sessionTimeoutSeconds: 7_200,
        roleTimeoutSeconds: ROLE_LIMITS,
      },
    }),
  },
  {
    name: 'settings-timeout/managed',
    window: 'settings',
    view: settingsAt('timeout', { managed: MANAGED }),
  },
  {
    name: 'settings-timeout/managed-badly',
    window: 'settings',
    view: settingsAt('timeout', { managed: BADLY_MANAGED }),
  },
  {
    name: 'settings-timeout/foreseen-little',
    window: 'settings',
    view: settingsAt('timeout', {
      policy: { ...DEFAULT_POLICY, roleTimeoutSeconds: ROLE_LIMITS },
    }),
    answers: {
      foresee: always({
        ok: true,
        foresight: { span: 'all', sessions: 4, ending: 1, unknown: 2, warned: 0, few: true },
      }),
    },
    steps: [see('4 sessions')],
  },
  {
    name: 'settings-timeout/nothing-foreseen',
    window: 'settings',
    view: settingsAt('timeout'),
    answers: {
      foresee: always({
        ok: true,
        foresight: { span: 'all', sessions: 0, ending: 0, unknown: 0, warned: 0, few: true },
      }),
    },
    steps: [see('The record is still too short')],
  },
  {
    name: 'settings-timeout/unsaved',
    window: 'settings',
    view: settingsAt('timeout'),
    steps: [change],
  },
  {
    name: 'settings-timeout/not-saved',
    window: 'settings',
    view: settingsAt('timeout'),
    answers: { savePolicy: storageFull },
    steps: [change, press('Save changes')],
  },
  {
    name: 'settings-timeout/mistake',
    window: 'settings',
    view: settingsAt('timeout'),
    steps: [custom, fill('Minutes', '0')],
  },
  {
    name: 'settings-timeout/open-list',
    window: 'settings',
    view: settingsAt('timeout'),
    steps: [choose('Automatic session timeout')],
  },
  {
    name: 'settings-timeout/older-settings',
    window: 'settings',
    view: settingsAt('timeout'),
    steps: [attach('Settings file', '{"sessionTimeoutMinutes":"never"}')],
  },
  {
    name: 'settings-timeout/password-asked',
    window: 'settings',
    view: settingsAt('timeout'),
    answers: { savePolicy: passwordAsked },
    steps: [change, press('Save changes')],
  },
];

export const SIGN_IN_RULES_SAMPLES: readonly Sample[] = [
  { name: 'settings-sign-in/plain', window: 'settings', view: settingsAt('sign-in') },
  {
    name: 'settings-sign-in/required',
    window: 'settings',
    view: settingsAt('sign-in', {
      signInRules: { ...DEFAULT_SIGN_IN_RULES, requireTwoFactor: true, strictPasswords: true },
    }),
  },
  {
    name: 'settings-sign-in/about-to-require',
    window: 'settings',
    view: settingsAt('sign-in'),
    steps: [check('Require two-factor'), fill('Shortest password', '7')],
  },
  {
    name: 'settings-sign-in/proof-asked',
    window: 'settings',
    view: settingsAt('sign-in'),
    answers: { saveSignInRules: proofAsked(false) },
    steps: [check('Strict profile'), press('Save changes')],
  },
];

const NOW_IN_DOUBT = { ...SETTINGS.workstation, activityHealth: 'doubtful' } as const;

export const WORKSTATION_SAMPLES: readonly Sample[] = [
  { name: 'settings-workstation/plain', window: 'settings', view: settingsAt('workstation') },
  {
    name: 'settings-workstation/unreadable',
    window: 'settings',
    view: settingsAt('workstation', {
      managed: BADLY_MANAGED,
      workstation: {
        ...NOW_IN_DOUBT,
        activityHealth: 'unreadable',
        lockSignals: [],
        guarded: false,
      },
    }),
    answers: { testActivity: always({ ok: true, result: 'unreadable' }) },
    steps: [press('Test activity detection')],
  },
  {
    name: 'settings-workstation/managed',
    window: 'settings',
    view: settingsAt('workstation', { managed: MANAGED, workstation: NOW_IN_DOUBT }),
  },
  {
    name: 'settings-workstation/testing',
    window: 'settings',
    view: settingsAt('workstation'),
    answers: { testActivity: never },
    steps: [press('Test activity detection')],
  },
  {
    name: 'settings-workstation/works',
    window: 'settings',
    view: settingsAt('workstation'),
    steps: [press('Test activity detection')],
  },
  { name: 'settings-about/plain', window: 'settings', view: settingsAt('about') },
  {
    name: 'settings-about/development',
    window: 'settings',
    view: settingsAt('about', {
      about: { ...SETTINGS.about, pinnedRuntime: false },
      updates: NO_UPDATES,
    }),
    steps: [press('Save diagnostics')],
  },
  {
    name: 'settings-about/update-ready',
    window: 'settings',
    view: settingsAt('about', {
      updates: {
        state: { state: 'ready', version: '1.3.0' },
        outOfDate: { level: 'note', days: 41, newerKnown: true },
        upToDateMs: SOME_MORNING_MS - 41 * 86_400_000,
      },
    }),
  },
  {
    name: 'settings-about/update-refused',
    window: 'settings',
    view: settingsAt('about', {
      updates: {
        state: {
          state: 'failed',
          what: 'download',
          problem: 'badSignature',
          at: SOME_MORNING_MS,
        },
        outOfDate: { level: 'warning', days: 120, newerKnown: false },
        upToDateMs: null,
      },
    }),
  },
];
