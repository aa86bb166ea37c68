import { describe, expect, it } from 'vitest';
import {
  elsewhereView,
  presenceView,
  type PresenceViewParts,
} from '../../../src/main/ipc/presence-view.js';
import type { WorkstationBeat } from '../../../src/main/ports/index.js';
import type { PresenceRow } from '../../../src/shared/requests/clinic-views.js';

const NOW_MS = 1_790_000_000_000;
const MINUTE_MS = 60_000;
const FACT = { id: 'room', name: 'Room 2', isThis: false, enrolledAtMs: 1 };
const DECIDED = { seq: 20, atMs: NOW_MS - MINUTE_MS };
const SESSION = {
  ...{ memberId: 'sam', signedInSeq: 3 },
  ...{ sinceMs: NOW_MS - 40 * MINUTE_MS, lastActivityMs: NOW_MS - 2 * MINUTE_MS },
  ...{ idleEndMs: NOW_MS + 13 * MINUTE_MS, longestEndMs: NOW_MS + 600 * MINUTE_MS },
};
const BEAT: WorkstationBeat = {
  ...{ workstation: 'room', heardMs: NOW_MS - 1_000, atMs: NOW_MS - 1_500, version: '1.2.3' },
  ...{ seq: 20, trail: null, freeSinceMs: null, session: SESSION },
};
const FREE = { freeSinceMs: NOW_MS - MINUTE_MS, session: null };

function rowOf(beat: WorkstationBeat | null, change: Partial<PresenceViewParts> = {}): PresenceRow {
  const view = presenceView({
    ...{ contact: 'connected', beats: beat === null ? [] : [beat], workstations: [FACT] },
    ...{ nowMs: NOW_MS, decided: DECIDED, nameOf: (id) => `Member ${id}`, signOutOf: () => null },
    ...change,
  });
  const [row] = view.rows;
  if (row === undefined) throw new Error('There is no row.');
  return row;
}

describe('a workstation, as administrators see it', () => {
  it('says who is signed in, since when, and idle since when', () => {
    expect(rowOf(BEAT)).toEqual({
      ...{ workstationId: 'room', name: 'Room 2', isThis: false, enrolledAtMs: 1 },
      session: {
        memberName: 'Member sam',
        sinceMs: SESSION.sinceMs,
        idleSinceMs: SESSION.lastActivityMs,
      },
      ...{ heardMs: BEAT.heardMs, isReached: true, version: '1.2.3', settings: 'newest' },
      signOut: null,
    });
  });

  it('that is this one has the newest settings, whatever its last beat said', () => {
    const workstations = [{ ...FACT, isThis: true }];
    expect(rowOf({ ...BEAT, seq: 3 }, { workstations }).settings).toBe('newest');
  });

  it('of which nothing was heard says nothing', () => {
    expect(rowOf(null)).toMatchObject({
      ...{ session: null, heardMs: null, isReached: false, version: null, settings: 'unknown' },
    });
  });

  it.each([
    ['signed in', 45_000, {}, true],
    ['signed in', 45_001, {}, false],
    ['free', 130_000, FREE, true],
    ['free', 130_001, FREE, false],
  ])('is in reach for a while after it was heard: %s, %i ms', (_how, agoMs, change, isReached) => {
    const row = rowOf({ ...BEAT, ...change, heardMs: NOW_MS - agoMs });
    expect(row.isReached).toBe(isReached);
    // What it said last stays, with the time at which it did.
    expect(row.session === null).toBe(change === FREE);
  });

  it('shows no session that must be over', () => {
    const session = { ...SESSION, longestEndMs: NOW_MS };
    expect(rowOf({ ...BEAT, session }).session).toBeNull();
  });

  it.each([
    ['newest', 20, 1_000],
    ['newest', 21, 1_000],
    ['older', 19, 1_000],
    // It may have got them since.
    ['unknown', 19, 59_000],
    ['unknown', 19, 10 * MINUTE_MS],
  ] as const)('has the %s settings: %i, heard %i ms ago', (settings, seq, agoMs) => {
    expect(rowOf({ ...BEAT, seq, heardMs: NOW_MS - agoMs }).settings).toBe(settings);
  });

  it('says how far an order to sign out has come', () => {
    const asked: unknown[] = [];
    const signOutOf: PresenceViewParts['signOutOf'] = (...about) => {
      asked.push(about);
      return { kind: 'asked' };
    };
    expect(rowOf(BEAT, { signOutOf }).signOut).toEqual({ kind: 'asked' });
    expect(rowOf(null, { signOutOf }).signOut).toEqual({ kind: 'asked' });
    expect(asked).toEqual([
      ['room', BEAT],
      ['room', null],
    ]);
  });
});

it('a member sees workstations by name, and none that was removed', () => {
  const fact = { sinceMs: 1, heardMs: 2 };
  const elsewhere = [
    { workstation: 'room', ...fact },
    { workstation: 'removed', ...fact },
  ];
  expect(elsewhereView(elsewhere, [FACT])).toEqual([{ workstationName: 'Room 2', ...fact }]);
});
