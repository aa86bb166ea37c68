import {
  awayInWords,
  joinRefusal,
  moveRefusal,
  officeRefusal,
  shareRefusal,
} from '../../../src/main/ipc/clinic-messages.js';
import { refusal } from '../../../src/main/ipc/messages.js';
import type {
  ClinicProgress,
  ClinicView,
  InvitedRow,
  RemovedView,
  StandingView,
} from '../../../src/shared/requests/clinic-views.js';
import { always, never, proofAsked } from '../answers.js';
import { SET_UP, SIGN_IN } from './entrance.js';
import { HOME } from './home.js';
import { MANAGED } from './managed.js';
import { CLINIC, DANA, SOME_MORNING_MS } from './people.js';
import { TWELVE } from './presence.js';
import { check, fill, press, type Sample, see } from './sample.js';
import { settingsAt } from './settings.js';

/* An account that several workstations share. */

const DAY_MS = 86_400_000;

export const ALONE: StandingView = {
  kind: 'alone',
  sinceMs: SOME_MORNING_MS,
  untilMs: SOME_MORNING_MS + 3 * DAY_MS,
  ...{ isSoon: false, ...awayInWords('silent') },
};
const SOON: StandingView = { ...ALONE, isSoon: true };
const CONTRADICTED: StandingView = { ...ALONE, ...awayInWords('contradicted') };
const SHUT: StandingView = { ...ALONE, kind: 'shut' };

const REMOVED = {
  view: 'removed',
  clinicName: CLINIC,
  by: DANA.name,
  atMs: SOME_MORNING_MS,
  wipe: { state: 'done' },
} satisfies RemovedView;

const INVITED: readonly InvitedRow[] = [
  { id: 'a', name: 'Room 7', untilMs: SOME_MORNING_MS + DAY_MS, isLate: false },
  { id: 'b', name: 'Store', untilMs: SOME_MORNING_MS - DAY_MS, isLate: true },
];

const SHARED: Extract<ClinicView, { shared: true }> = {
  shared: true,
  progress: null,
  serverAddress: 'db1.harbour.example, db2.harbour.example:5433',
  connections: null,
  workstations: TWELVE,
  invited: [],
};

const sharing = (step: ClinicProgress['step'], done = 0, of = 0): ClinicProgress => ({
  ...{ what: 'sharing', step, done, of },
});
const single = (progress: ClinicProgress | null, hasScript = false) =>
  settingsAt('workstations', { clinic: { shared: false, hasScript, progress } });
export const shared = (changes: Partial<typeof SHARED> = {}) =>
  settingsAt('workstations', {
    clinic: { ...SHARED, ...changes },
    standing: { kind: 'connected' },
  });

const join = press('This clinic has an account already');
const joining = [
  ...[join, fill('Server address', 'db.harbour.example')],
  ...[fill('Enrolment code', '4KQ7 M2XD 9TRW 3HVB C6YN 8PJE F2ZD'), press('Join')],
];
const share = press('Share this account');
const shareForm = [
  ...[share, fill('Server address', 'db.harbour.example'), fill('Owner’s user name', 'clinic')],
  ...[fill('Owner’s password', 'owner'), fill('Name of this computer', 'Reception 1')],
  press('Share'),
];
const add = press('Add a workstation');
const changeServer = press('Change the server');

export const JOIN_SAMPLES: readonly Sample[] = [
  { name: 'join/plain', window: 'main', view: SET_UP, steps: [join] },
  { name: 'join/managed', window: 'main', view: { ...SET_UP, managed: MANAGED }, steps: [join] },
  { name: 'join/mistakes', window: 'main', view: SET_UP, steps: [join, press('Join')] },
  {
    name: 'join/refused',
    window: 'main',
    view: SET_UP,
    answers: { joinClinic: always(joinRefusal('refused')) },
    steps: joining,
  },
  {
    name: 'join/progress',
    window: 'main',
    view: {
      ...SET_UP,
      progress: { what: 'joining', step: 'fetching', done: 1_240, of: 3_020 },
    },
  },
  { name: 'removed/plain', window: 'main', view: REMOVED },
  {
    name: 'removed/clearing',
    window: 'main',
    view: { ...REMOVED, wipe: { state: 'running' } },
    steps: [see('Clearing the last session')],
  },
];

export const SERVER_SAMPLES: readonly Sample[] = [
  { name: 'sign-in/alone', window: 'main', view: { ...SIGN_IN, standing: ALONE } },
  {
    name: 'sign-in/alone-refused',
    window: 'main',
    view: { ...SIGN_IN, standing: ALONE },
    answers: { signIn: always(refusal('wrongOrUnknownHere')) },
    steps: [fill('Email', DANA.email), fill('Password', 'quiet-harbour-lamp'), press('Sign in')],
  },
  {
    name: 'sign-in/alone-for-a-reason',
    window: 'main',
    view: { ...SIGN_IN, standing: CONTRADICTED },
  },
  {
    name: 'sign-in/shut',
    window: 'main',
    view: {
      ...SIGN_IN,
      standing: SHUT,
      ended: { cause: 'offlineTooLong', limitSeconds: 259_200, reason: null },
    },
  },
  { name: 'home/alone', window: 'main', view: { ...HOME, standing: ALONE } },
  { name: 'sign-in/alone-soon-shut', window: 'main', view: { ...SIGN_IN, standing: SOON } },
  { name: 'home/alone-soon-shut', window: 'main', view: { ...HOME, standing: SOON } },
  { name: 'home/shut', window: 'main', view: { ...HOME, standing: SHUT } },
];

export const WORKSTATIONS_SAMPLES: readonly Sample[] = [
  { name: 'settings-workstations/single', window: 'settings', view: single(null) },
  { name: 'settings-workstations/form', window: 'settings', view: single(null), steps: [share] },
  {
    name: 'settings-workstations/form-mistakes',
    window: 'settings',
    view: single(null),
    steps: [share, fill('Server address', 'postgresql://me:secret@db'), press('Share')],
  },
  {
    name: 'settings-workstations/form-refused',
    window: 'settings',
    view: single(null),
    answers: { shareAccount: always(shareRefusal('inUse')) },
    steps: shareForm,
  },
  {
    name: 'settings-workstations/form-busy',
    window: 'settings',
    view: single(null),
    answers: { shareAccount: never },
    steps: shareForm,
  },
  {
    name: 'settings-workstations/script',
    window: 'settings',
    view: single(null, true),
    steps: [share, press('Save the SQL file'), see('Saved')],
  },
  {
    name: 'settings-workstations/progress',
    window: 'settings',
    view: single(sharing('sending', 812, 3_020)),
  },
  {
    name: 'settings-workstations/progress-begins',
    window: 'settings',
    view: single(sharing('connecting')),
  },
  {
    name: 'settings-workstations/join-another',
    window: 'settings',
    view: single(null),
    steps: [press('Join another clinic')],
  },
  { name: 'settings-workstations/twelve', window: 'settings', view: shared() },
  {
    name: 'settings-workstations/open-codes',
    window: 'settings',
    view: shared({ workstations: SHARED.workstations.slice(0, 2), invited: INVITED }),
  },
  {
    name: 'settings-workstations/alone',
    window: 'settings',
    view: { ...shared({ workstations: SHARED.workstations.slice(0, 2) }), standing: ALONE },
  },
  {
    name: 'settings-workstations/add',
    window: 'settings',
    view: shared(),
    steps: [add, fill('Names', 'Room 7\nReception 1'), press('Make codes')],
  },
  {
    name: 'settings-workstations/add-away',
    window: 'settings',
    view: shared(),
    answers: { inviteWorkstations: always(refusal('serverAway')) },
    steps: [add, fill('Names', 'Room 7'), press('Make codes')],
  },
  {
    name: 'settings-workstations/codes',
    window: 'settings',
    view: shared(),
    steps: [
      add,
      fill('Names', 'Room 7\nRoom 8\nStore'),
      press('Make codes'),
      see('3 enrolment codes'),
    ],
  },
  {
    name: 'settings-workstations/rename',
    window: 'settings',
    view: shared({ workstations: SHARED.workstations.slice(0, 1) }),
    answers: { renameWorkstation: always(officeRefusal('nameTaken')) },
    steps: [press('Rename'), fill('Name', 'Reception 2'), press('Save')],
  },
  {
    name: 'settings-workstations/remove',
    window: 'settings',
    view: shared({ workstations: SHARED.workstations.slice(0, 2) }),
    steps: [press('Remove')],
  },
  {
    name: 'settings-workstations/remove-proof',
    window: 'settings',
    view: shared({ workstations: SHARED.workstations.slice(0, 2) }),
    answers: { removeWorkstation: proofAsked(true) },
    steps: [press('Remove'), press('Remove')],
  },
  {
    name: 'settings-workstations/change-server',
    window: 'settings',
    view: shared(),
    steps: [changeServer],
  },
  {
    name: 'settings-workstations/change-server-lost',
    window: 'settings',
    view: shared(),
    answers: { moveServer: always(moveRefusal('ownerRefused')) },
    steps: [
      ...[changeServer, check('An empty database, which this app')],
      ...[fill('Owner’s user name', 'clinic'), fill('Owner’s password', 'owner')],
      changeServer,
    ],
  },
  {
    name: 'settings-workstations/change-server-script',
    window: 'settings',
    view: shared(),
    answers: { moveServer: always(moveRefusal('refused')) },
    steps: [
      ...[changeServer, check('An empty database, which whoever')],
      ...[press('Save the SQL file'), see('Saved'), press('The file was run')],
    ],
  },
  {
    name: 'settings-workstations/join-anew',
    window: 'settings',
    view: shared(),
    steps: [press('Join another clinic')],
  },
  {
    name: 'settings-workstations/independent',
    window: 'settings',
    view: shared(),
    steps: [press('Make this computer independent')],
  },
  {
    name: 'settings-timeout/shared',
    window: 'settings',
    view: { ...shared(), asked: { tab: 'timeout', times: 1 } },
  },
];
