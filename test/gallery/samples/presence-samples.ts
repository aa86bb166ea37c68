import { refusal } from '../../../src/main/ipc/messages.js';
import type { AuditPage } from '../../../src/shared/workstation/audit-log.js';
import type { AuditVerdict } from '../../../src/shared/workstation/audit-verdict.js';
import type { ElsewhereView, PresenceView } from '../../../src/shared/requests/clinic-views.js';
import { type Answers, always } from '../answers.js';
import { CLINIC_ENTRIES } from './audit-entries.js';
import { CLINIC_COMPLETE, CLINIC_INCOMPLETE } from './audit-verdicts.js';
import { ALONE, shared } from './clinic.js';
import { SIGN_IN } from './entrance.js';
import { HOME } from './home.js';
import { AWAY, CALM, HUNDREDS, LOST, NOW_MS, OF_HUNDREDS } from './presence.js';
import { choose, fill, press, pressExactly, type Sample, see } from './sample.js';

/* A clinic with several workstations as one: who is where, signing out from afar, the audit of all. */

const presence = (view: PresenceView): Partial<Answers> => ({
  readPresence: always({ ok: true, presence: view }),
});
const there = see('Just now');
const signOutThere = [there, fill('Find', 'Room 2'), pressExactly('Sign out')];
const everywhere = pressExactly('Sign out everywhere');

const at = (workstationName: string): ElsewhereView => ({
  ...{ workstationName, sinceMs: NOW_MS - 5_400_000, heardMs: NOW_MS },
});
const elsewhere = (...names: readonly string[]): readonly ElsewhereView[] => names.map(at);

export const PRESENCE_SAMPLES: readonly Sample[] = [
  {
    name: 'settings-workstations/calm',
    window: 'settings',
    view: shared(),
    answers: presence(CALM),
    steps: [there],
  },
  {
    name: 'settings-workstations/300',
    window: 'settings',
    view: shared({ workstations: HUNDREDS.slice(0, 40), connections: { allowed: 50, needed: 72 } }),
    answers: presence(OF_HUNDREDS),
    steps: [there],
  },
  {
    name: 'settings-workstations/found',
    window: 'settings',
    view: shared({ workstations: HUNDREDS }),
    answers: presence(OF_HUNDREDS),
    steps: [there, fill('Find a workstation', 'room 27')],
  },
  {
    name: 'settings-workstations/none-found',
    window: 'settings',
    view: shared(),
    steps: [there, fill('Find a workstation', 'Zebedee')],
  },
  {
    name: 'settings-workstations/away',
    window: 'settings',
    view: { ...shared(), standing: ALONE },
    answers: presence(AWAY),
    steps: [see('before the server went away')],
  },
  {
    name: 'settings-workstations/not-read',
    window: 'settings',
    view: shared(),
    answers: { readPresence: () => Promise.reject(new Error('not now')) },
  },
  {
    name: 'settings-workstations/sign-out',
    window: 'settings',
    view: shared(),
    answers: presence(CALM),
    steps: signOutThere,
  },
  {
    name: 'settings-workstations/sign-out-away',
    window: 'settings',
    view: shared(),
    answers: { signOutFromAfar: always(refusal('serverAway')) },
    steps: [...signOutThere, fill('Reason', 'The laboratory needs this desk.'), press('Sign out')],
  },
  {
    name: 'settings-workstations/sign-out-everybody',
    window: 'settings',
    view: shared(),
    steps: [there, press('Sign out everybody'), press('Sign out')],
  },
  {
    name: 'settings-workstations/lost-decisions',
    window: 'settings',
    view: shared({ workstations: HUNDREDS.slice(0, 2) }),
    answers: { readLostDecisions: always({ ok: true, lost: LOST }) },
    steps: [see('Decisions that only this computer has')],
  },
];

const member = { ...shared(), asked: { tab: 'members', times: 1 } } as const;

export const FROM_AFAR_SAMPLES: readonly Sample[] = [
  { name: 'settings-members/shared', window: 'settings', view: member },
  {
    name: 'settings-members/sign-out-everywhere',
    window: 'settings',
    view: member,
    steps: [everywhere],
  },
  {
    name: 'settings-members/signed-out-everywhere',
    window: 'settings',
    view: member,
    steps: [everywhere, press('Sign out'), see('is asked to sign')],
  },
  {
    name: 'sign-in/signed-out-from-afar',
    window: 'main',
    view: {
      ...SIGN_IN,
      recentMembers: 'ask',
      ended: {
        ...{ cause: 'signedOutByAdministrator', limitSeconds: 900 },
        reason: 'Room 2 is needed for an emergency until noon. Please go on at the office.',
      },
    },
  },
  {
    name: 'home/elsewhere',
    window: 'main',
    view: { ...HOME, elsewhere: elsewhere('Room 2') },
  },
  {
    name: 'home/elsewhere-at-many',
    window: 'main',
    view: {
      ...HOME,
      elsewhere: elsewhere('Room 2', 'Laboratory', 'Doctor Achterberg-Hohenstein’s own room', 'X'),
    },
  },
  {
    name: 'home/elsewhere-not-heard',
    window: 'main',
    view: { ...HOME, elsewhere: [{ ...at('Room 2'), heardMs: NOW_MS - 700_000 }] },
  },
  {
    name: 'home/elsewhere-asked',
    window: 'main',
    view: { ...HOME, elsewhere: elsewhere('Room 2') },
    steps: [press('Sign out there'), see('was asked to sign you out')],
  },
];

const log = { ...shared(), asked: { tab: 'audit-log', times: 1 } } as const;
const page = (source: AuditPage['source']): Answers['readAuditLog'] =>
  always({ ok: true, page: { entries: CLINIC_ENTRIES, more: true, source } });
const verified = (verdict: AuditVerdict): Partial<Answers> => ({
  readAuditLog: page('clinic'),
  verifyAuditLog: always({ ok: true, verdict }),
});

export const CLINIC_AUDIT_SAMPLES: readonly Sample[] = [
  {
    name: 'settings-audit-log/clinic',
    window: 'settings',
    view: log,
    answers: { readAuditLog: page('clinic') },
  },
  {
    name: 'settings-audit-log/clinic-by-workstation',
    window: 'settings',
    view: log,
    answers: { readAuditLog: page('clinic') },
    steps: [choose('Workstation')],
  },
  {
    name: 'settings-audit-log/clinic-away',
    window: 'settings',
    view: { ...log, standing: ALONE },
    answers: { readAuditLog: page('here') },
  },
  {
    name: 'settings-audit-log/clinic-complete',
    window: 'settings',
    view: log,
    answers: verified(CLINIC_COMPLETE),
    steps: [press('Verify'), see('of 12 workstations are complete')],
  },
  {
    name: 'settings-audit-log/clinic-not-complete',
    window: 'settings',
    view: log,
    answers: verified(CLINIC_INCOMPLETE),
    steps: [press('Verify'), see('not complete')],
  },
];
