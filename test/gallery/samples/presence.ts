import type {
  LostDecisionRow,
  PresenceRow,
  PresenceView,
  SignOutState,
  WorkstationRow,
} from '../../../src/shared/requests/clinic-views.js';
import { DANA, MANY, MEMBERS, SOME_MORNING_MS } from './people.js';

/* Who is where in a clinic with several workstations. */

/** As people see it: of today, and so without the day. */
export const NOW_MS = Date.now();

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

const NAMES = [
  ...['Reception 1', 'Reception 2', 'Room 1', 'Room 2', 'Room 3', 'Room 4', 'Room 5'],
  ...['Laboratory', 'Office', 'Doctor Achterberg-Hohenstein’s own consulting room, second floor'],
  ...['Room 6', 'X-ray'],
];

const workstation = (name: string, at: number): WorkstationRow => ({
  ...{ id: String(at), name, isThis: at === 0 },
  enrolledAtMs: SOME_MORNING_MS + at * 61_000,
});

/** A small clinic's. */
export const TWELVE: readonly WorkstationRow[] = NAMES.map(workstation);

/** A hospital's outpatients. */
export const HUNDREDS: readonly WorkstationRow[] = Array.from({ length: 300 }, (_, at) =>
  workstation(at === 0 ? 'Reception 1' : `Room ${at}`, at),
);

const heard = (at: WorkstationRow, changes: Partial<PresenceRow> = {}): PresenceRow => ({
  ...{ workstationId: at.id, name: at.name, isThis: at.isThis, enrolledAtMs: at.enrolledAtMs },
  ...{ session: null, heardMs: NOW_MS, isReached: true },
  ...{ version: '1.2.3', settings: 'newest', signOut: null },
  ...changes,
});

const session = (memberName: string, minutes: number, idleMinutes = 0): PresenceRow['session'] => ({
  memberName,
  sinceMs: NOW_MS - minutes * MINUTE_MS,
  idleSinceMs: NOW_MS - idleMinutes * MINUTE_MS,
});

const silent = (minutes: number, signOut: SignOutState | null = null): Partial<PresenceRow> => ({
  ...{ heardMs: NOW_MS - minutes * MINUTE_MS, isReached: false, signOut },
});

const notReached = (minutes: number, ends: boolean): SignOutState => ({
  kind: 'notReached',
  sinceMs: NOW_MS - minutes * MINUTE_MS,
  ends: ends ? { idleMs: NOW_MS + 4 * MINUTE_MS, longestMs: NOW_MS + 7 * HOUR_MS } : null,
});

const LONGEST = MEMBERS[3]?.name ?? DANA.name;

/** In each state that a workstation can be in. */
const STATES: readonly Partial<PresenceRow>[] = [
  { session: session(DANA.name, 42) },
  { session: session('Robin Achterberg', 95, 3) },
  {},
  { session: session(LONGEST, 12), signOut: { kind: 'asked' } },
  { signOut: { kind: 'done', atMs: NOW_MS } },
  { session: session('Li Na', 180, 11), ...silent(11, notReached(11, true)) },
  { session: session('Sam Okonkwo', 180, 90), ...silent(64) },
  { session: session('Priya Raghunathan', 61), settings: 'older', version: '1.1.0' },
  { heardMs: null, isReached: false, version: null, settings: 'unknown' },
  { session: session('Tomás Ibáñez', 3) },
  {},
  { ...silent(1_500, notReached(1_500, false)), version: '1.0.4', settings: 'older' },
];

const view = (rows: readonly PresenceRow[], contact: PresenceView['contact']): PresenceView => ({
  ...{ contact, rows },
});

export const PRESENCE = view(
  TWELVE.map((at, index) => heard(at, STATES[index])),
  'connected',
);

/** All is well, as in the picture of the guide. */
export const CALM = view(
  TWELVE.map((at, index) => {
    const member = index % 3 === 2 ? null : MEMBERS[[0, 1, 0, 4, 5, 0, 6, 2][index] ?? 3]?.name;
    return heard(at, member ? { session: session(member, 12 + index * 17, index % 4) } : {});
  }),
  'connected',
);

export const AWAY = view(
  TWELVE.map((at, index) =>
    heard(at, { ...STATES[index], ...(at.isThis ? {} : silent(9)), signOut: null }),
  ),
  'away',
);

export const OF_HUNDREDS = view(
  HUNDREDS.map((at, index) => {
    const member = MANY[index % MANY.length]?.name ?? DANA.name;
    return heard(at, index % 3 === 1 ? {} : { session: session(member, index, index % 9) });
  }),
  'connected',
);

const lost = (
  id: number,
  text: string,
  changes: Partial<LostDecisionRow> = {},
): LostDecisionRow => ({
  ...{ id, text, atMs: NOW_MS - id * HOUR_MS, by: DANA.name },
  ...{ canDecide: true, instead: null, holds: false },
  ...changes,
});

export const LOST: readonly LostDecisionRow[] = [
  lost(1, 'The automatic session timeout was set to 10 minutes.'),
  lost(2, `${LONGEST} was disabled.`, { by: LONGEST }),
  lost(3, 'Robin Achterberg chose a new password.', {
    canDecide: false,
    instead: 'Robin Achterberg signs in with the password of before, and chooses a new one again.',
  }),
  lost(4, 'Room 7 was enrolled.', {
    canDecide: false,
    instead: 'Add it as a new workstation, and join again there.',
  }),
  lost(5, 'Li Na became a bookkeeper.', { canDecide: false, holds: true }),
];
