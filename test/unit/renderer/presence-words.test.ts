import { describe, expect, it } from 'vitest';
import type {
  PresenceRow,
  SignOutState,
  WorkstationRow,
} from '../../../src/shared/requests/clinic-views.js';
import {
  foundWorkstations,
  heardInWords,
  shownWorkstations,
  signOutInWords,
  usedInWords,
} from '../../../src/renderer/settings/workstations/presence-words.js';

const at = (hour: number, minute: number, second = 0) =>
  new Date(2026, 10, 24, hour, minute, second).getTime();
const NOW = at(10, 42, 7);

const workstation = (name: string): WorkstationRow => ({
  ...{ id: name, name, isThis: false, enrolledAtMs: 0 },
});

const heard = (name: string, changes: Partial<PresenceRow> = {}): PresenceRow => ({
  ...{ workstationId: name, name, isThis: false, enrolledAtMs: 0, session: null },
  ...{ heardMs: NOW, isReached: true, version: '1.0.0', settings: 'newest', signOut: null },
  ...changes,
});

const by = (memberName: string) => ({
  session: { memberName, sinceMs: at(9, 12), idleSinceMs: at(10, 31) },
});

const shown = (...rows: readonly PresenceRow[]) =>
  shownWorkstations(
    rows.map(({ name }) => workstation(name)),
    { contact: 'connected', rows },
  );

describe('the workstations', () => {
  it('stand by name as people count, each with what was heard of it', () => {
    const names = ['Room 10', 'Room 2', 'laboratory', 'Room 1'];
    const rows = shownWorkstations(names.map(workstation), {
      contact: 'connected',
      rows: [heard('Room 2', by('Dana Whitlock')), heard('Room of before')],
    });
    expect(rows.map((row) => row.workstation.name)).toEqual([
      ...['laboratory', 'Room 1', 'Room 2', 'Room 10'],
    ]);
    expect(rows.map(({ presence }) => presence?.session?.memberName ?? null)).toEqual([
      ...[null, null, 'Dana Whitlock', null],
    ]);
  });

  it.each([
    ['', ['Laboratory', 'Room 1', 'Room 2']],
    ['  ROOM ', ['Room 1', 'Room 2']],
    ['li na', ['Room 2']],
    ['room na', ['Room 2']],
    ['room zebedee', []],
  ])('are found by name and by who is there: “%s”', (search, names) => {
    const all = shown(heard('Room 1'), heard('Room 2', by('Li Na')), heard('Laboratory'));
    expect(foundWorkstations(all, search).map((row) => row.workstation.name)).toEqual(names);
  });

  it('are found before anything was heard of them', () => {
    const all = shownWorkstations([workstation('Room 1')], null);
    expect(foundWorkstations(all, 'room')).toHaveLength(1);
  });

  it('are counted in one line, and nothing is said of those out of reach', () => {
    const used = heard('Room 1', by('Li Na'));
    const free = heard('Room 2');
    const silent = heard('Room 3', { ...by('Dana Whitlock'), isReached: false });
    expect(usedInWords(shown(used, free))).toBe('1 of 2 workstations has somebody signed in.');
    expect(usedInWords(shown(free))).toBe('0 of 1 workstation have somebody signed in.');
    const other = heard('Room 4', by('Sam Okonkwo'));
    expect(usedInWords(shown(used, other, free, silent))).toBe(
      '2 of 3 workstations in reach have somebody signed in; 1 is out of reach.',
    );
  });
});

it.each([
  [{ heardMs: NOW, isReached: true }, 'Just now'],
  [{ heardMs: at(10, 31), isReached: false }, 'Not heard since 10:31'],
  [{ heardMs: null, isReached: false }, 'Not heard of yet'],
])('when a workstation was heard of: %j', (row, words) => {
  const [there] = shown(heard('Room 1', row));
  expect(there && heardInWords(there, NOW)).toBe(words);
});

it('this workstation is in use and in reach, whatever the server says', () => {
  const isThis = { ...workstation('Room 1'), isThis: true };
  const presence = heard('Room 1', { isReached: false, heardMs: null });
  expect(heardInWords({ workstation: isThis, presence }, NOW)).toBe('Just now');
  expect(usedInWords([{ workstation: isThis, presence }])).toBe(
    '1 of 1 workstation has somebody signed in.',
  );
});

describe('an order to sign out', () => {
  const notReached = (idleMs: number, longestMs: number): SignOutState => ({
    ...{ kind: 'notReached', sinceMs: at(10, 31), ends: { idleMs, longestMs } },
  });

  it.each<[string, SignOutState]>([
    ['Asked', { kind: 'asked' }],
    ['Done at 10:42:07', { kind: 'done', atMs: NOW }],
    [
      'Not reached since 10:31. Its session ends at 10:46 at the latest if nobody touches it, at 18:02 in any case.',
      notReached(at(10, 46), at(18, 2)),
    ],
    [
      'Not reached since 10:31. Its session ended at 10:36 if nobody touched it, and ends at 18:02 in any case.',
      notReached(at(10, 36), at(18, 2)),
    ],
    [
      'Not reached since 10:31. Its session ends at 10:45 in any case.',
      notReached(at(10, 46), at(10, 45)),
    ],
    [
      'Not reached since 10:31. Its session ended at 10:40 at the latest.',
      notReached(at(10, 36), at(10, 40)),
    ],
    [
      'Not reached yet. Whether somebody is signed in there is not known.',
      { kind: 'notReached', sinceMs: null, ends: null },
    ],
  ])('says what is known, and no more: %s', (words, state) => {
    expect(signOutInWords(state, NOW)).toBe(words);
  });

  it('of yesterday names the day', () => {
    const state = { kind: 'done', atMs: at(10, 42, 7) - 86_400_000 } as const;
    expect(signOutInWords(state, NOW)).toMatch(/^Done at Mon,? 23 Nov,? 10:42:07$/);
  });
});
