import { always, membersOf, never, proofAsked, storageFull } from '../answers.js';
import { INCOMPLETE, RUINED } from './audit-verdicts.js';
import { DANA, GONE, MANY, MEMBERS } from './people.js';
import { settingsAt } from './settings.js';
import { check, choose, fill, press, type Sample, see } from './sample.js';

/* The tabs of the settings window that are lists. */

const members = settingsAt('members');
const alone = [DANA];
const three = MEMBERS.slice(0, 3);

export const MEMBERS_SAMPLES: readonly Sample[] = [
  {
    name: 'settings-members/alone',
    window: 'settings',
    view: settingsAt('members', { memberCount: 1 }),
    answers: { listMembers: membersOf(alone) },
  },
  {
    name: 'settings-members/three',
    window: 'settings',
    view: settingsAt('members', { memberCount: three.length }),
    answers: { listMembers: membersOf(three) },
  },
  { name: 'settings-members/one-of-each-kind', window: 'settings', view: members },
  {
    name: 'settings-members/121',
    window: 'settings',
    view: settingsAt('members', { memberCount: MANY.length }),
    // A page of 50 would make a picture that nobody looks at to its end.
    answers: { listMembers: membersOf(MANY, 8) },
  },
  {
    name: 'settings-members/nobody-found',
    window: 'settings',
    view: settingsAt('members', { memberCount: MANY.length }),
    answers: { listMembers: membersOf(MANY) },
    steps: [fill('Find a member', 'Zebedee')],
  },
  {
    name: 'settings-members/not-read',
    window: 'settings',
    view: members,
    answers: { listMembers: () => Promise.reject(new Error('not now')) },
  },
  {
    name: 'settings-members/add',
    window: 'settings',
    view: members,
    steps: [press('Add member')],
  },
  {
    name: 'settings-members/add-mistakes',
    window: 'settings',
    view: members,
    steps: [
      ...[press('Add member'), fill('Password', 'harbour'), press('Add member')],
      see('Weak'),
    ],
  },
  {
    name: 'settings-members/change-role',
    window: 'settings',
    view: members,
    answers: { listMembers: membersOf(MEMBERS.slice(1)) },
    steps: [press('Change role')],
  },
  {
    name: 'settings-members/proof-asked',
    window: 'settings',
    view: members,
    answers: { listMembers: membersOf(MEMBERS.slice(1)), changeMemberRole: proofAsked(true) },
    steps: [press('Change role'), press('Save')],
  },
  {
    name: 'settings-members/disable',
    window: 'settings',
    view: members,
    answers: { listMembers: membersOf(MEMBERS.slice(1)) },
    steps: [press('Disable')],
  },
  {
    name: 'settings-members/reset-two-factor',
    window: 'settings',
    view: members,
    steps: [press('Reset two-factor')],
  },
  {
    name: 'settings-members/remove-badge',
    window: 'settings',
    view: members,
    steps: [press('Remove badge')],
  },
  {
    name: 'settings-members/enabled-again',
    window: 'settings',
    view: members,
    answers: { listMembers: membersOf([{ ...GONE, active: false }]) },
    steps: [press('Enable')],
  },
  {
    name: 'settings-members/invitation-code',
    window: 'settings',
    view: members,
    steps: [press('Invitation code')],
  },
  {
    name: 'settings-members/new-keys-proof-asked',
    window: 'settings',
    view: members,
    answers: { rotateKeys: proofAsked(true) },
    steps: [press('Make new keys')],
  },
  {
    name: 'settings-members/new-keys-made',
    window: 'settings',
    view: settingsAt('members', { memberCount: three.length }),
    answers: { listMembers: membersOf(three) },
    steps: [press('Make new keys'), see('The clinic has new keys')],
  },
  {
    name: 'settings-members/new-keys-not-made',
    window: 'settings',
    view: settingsAt('members', { memberCount: three.length }),
    answers: { listMembers: membersOf(three), rotateKeys: storageFull },
    steps: [press('Make new keys'), see('disk')],
  },
];

const apps = settingsAt('clinic-apps');

export const CLINIC_APPS_SAMPLES: readonly Sample[] = [
  { name: 'settings-clinic-apps/four', window: 'settings', view: apps },
  {
    name: 'settings-clinic-apps/none',
    window: 'settings',
    view: settingsAt('clinic-apps', { clinicApps: [] }),
  },
  {
    name: 'settings-clinic-apps/pick',
    window: 'settings',
    view: apps,
    steps: [press('Add clinic app')],
  },
  {
    name: 'settings-clinic-apps/nothing-matches',
    window: 'settings',
    view: apps,
    steps: [press('Add clinic app'), fill('Search', 'zebra')],
  },
  {
    name: 'settings-clinic-apps/add-listed',
    window: 'settings',
    view: apps,
    steps: [press('Add clinic app'), press('Cliniko'), fill('part of the address', 'harbour.au1')],
  },
  {
    name: 'settings-clinic-apps/add-mistakes',
    window: 'settings',
    view: apps,
    steps: [
      ...[press('Add clinic app'), press('Something else'), fill('Address', 'ftp://records')],
      ...[fill('Allowed hosts', 'no host\n*.example'), check('Administrator'), press('Save')],
    ],
  },
  { name: 'settings-clinic-apps/edit', window: 'settings', view: apps, steps: [press('Edit')] },
  {
    name: 'settings-clinic-apps/tested',
    window: 'settings',
    view: apps,
    steps: [press('Test')],
  },
  {
    name: 'settings-clinic-apps/tested-not-safe',
    window: 'settings',
    view: apps,
    answers: {
      testClinicApp: always({
        ok: true,
        finding: {
          ...{ outcome: 'certificate', host: 'rx.example', title: '', refusedHosts: [] },
          ...{ detail: 'ERR_CERT_AUTHORITY_INVALID', tookMs: 340 },
        },
      }),
    },
    steps: [press('Edit'), press('Test')],
  },
  { name: 'settings-clinic-apps/remove', window: 'settings', view: apps, steps: [press('Remove')] },
];

const log = settingsAt('audit-log');

export const AUDIT_LOG_SAMPLES: readonly Sample[] = [
  { name: 'settings-audit-log/entries', window: 'settings', view: log },
  {
    name: 'settings-audit-log/large-clinic',
    window: 'settings',
    view: settingsAt('audit-log', { memberCount: MANY.length }),
    answers: { listMembers: membersOf(MANY) },
  },
  {
    name: 'settings-audit-log/complete',
    window: 'settings',
    view: log,
    steps: [press('Verify'), see('Complete since')],
  },
  {
    name: 'settings-audit-log/not-complete',
    window: 'settings',
    view: log,
    answers: { verifyAuditLog: always({ ok: true, verdict: INCOMPLETE }) },
    steps: [press('Verify'), see('not complete')],
  },
  {
    name: 'settings-audit-log/ruined',
    window: 'settings',
    view: log,
    answers: { verifyAuditLog: always({ ok: true, verdict: RUINED }) },
    steps: [press('Verify'), see('not complete')],
  },
  {
    name: 'settings-audit-log/checking',
    window: 'settings',
    view: log,
    answers: {
      verifyAuditLog: never,
      readAuditCheck: always({ ok: true, progress: { checked: 41_200, of: 103_000 } }),
    },
    steps: [press('Verify'), see('Checking… 40 %')],
  },
  {
    name: 'settings-audit-log/not-verified',
    window: 'settings',
    view: log,
    answers: { verifyAuditLog: storageFull },
    steps: [press('Verify'), see('could not be written')],
  },
  {
    name: 'settings-audit-log/export',
    window: 'settings',
    view: log,
    steps: [press('Export')],
  },
  {
    name: 'settings-audit-log/export-proof-asked',
    window: 'settings',
    view: log,
    answers: { exportAuditLog: proofAsked(true) },
    steps: [press('Export'), press('Export')],
  },
  {
    name: 'settings-audit-log/older-events',
    window: 'settings',
    view: log,
    answers: { readAuditKeeping: always({ ok: true, keeping: { years: 6, older: 1_204 } }) },
    steps: [press('Remove older events')],
  },
  {
    name: 'settings-audit-log/no-entry',
    window: 'settings',
    view: log,
    answers: {
      readAuditLog: always({ ok: true, page: { entries: [], more: false, source: 'single' } }),
    },
  },
  {
    name: 'settings-audit-log/not-read',
    window: 'settings',
    view: log,
    answers: { readAuditLog: () => Promise.reject(new Error('not now')) },
  },
  {
    name: 'settings-audit-log/open-list',
    window: 'settings',
    view: log,
    steps: [choose('Period')],
  },
];
