import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { PauseRecord } from '../../src/main/session/pause-record.js';
import { AccountDatabase } from '../../src/main/storage/database.js';
import { openClinicWipe } from '../../src/main/storage/clinic-wipe.js';
import { openPauseStore } from '../../src/main/storage/pause-store.js';
import { DEFAULT_POLICY } from '../../src/shared/policy/policy.js';
import { elapsedSeconds, endedBy, liveSession } from '../support/fakes/builders.js';
import { AccountFile } from '../support/account-file.js';

/* The record of pauses in the real database. */

const DAY_MS = 86_400_000;

let folder: string;
let database: AccountDatabase;
let file: AccountFile;
let policy = DEFAULT_POLICY;
let wallMs = Date.UTC(2026, 10, 2, 12);
let record: PauseRecord;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clinic-pauses-'));
  database = new AccountDatabase(join(folder, 'account.db'));
  file = new AccountFile(folder);
  policy = DEFAULT_POLICY;
  record = new PauseRecord({
    pauseStore: openPauseStore(database),
    clock: { now: () => ({ wallMs, bootMs: wallMs }), after: () => () => undefined },
    policy: () => policy,
  });
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A session with these pauses, ended by its limit after the last one or by the person. */
function session(memberId: string, pauses: readonly number[], timedOut?: number): void {
  const live = liveSession({ sessionId: `${memberId} ${Math.random()}`, memberId });
  record.keep(live);
  for (const seconds of pauses) {
    record.hear(seconds);
    record.keep(live);
  }
  const ended = endedBy({ cause: timedOut === undefined ? 'signOut' : 'idle' });
  record.follow({ kind: 'signedOut', generation: 0, ended }, elapsedSeconds(timedOut ?? 0));
}

function rows(table: string): readonly unknown[] {
  return file.all(`SELECT * FROM ${table}`);
}

const foresee = (timeoutSeconds: number) =>
  record.foresee({ timeoutSeconds, warningLeadSeconds: 60 });

test('a made-up week gives the figures that a recount by hand gives', () => {
  // Five sessions on five days. With 5 minutes (warned from 240 s on): 310 s and the limit of 5 minutes end
  // two; Robin is warned twelve times on one day, Sam eleven times, Kim ten times.
  session('dana', [310, 45]);
  wallMs += DAY_MS;
  session('robin', [40], 300);
  wallMs += DAY_MS;
  session(
    'robin',
    Array.from({ length: 12 }, (_none, at) => 240 + (at % 3)),
  );
  session(
    'sam',
    Array.from({ length: 11 }, () => 299),
  );
  session('kim', [...Array.from({ length: 10 }, () => 299), 239]);
  expect(foresee(300)).toEqual({
    ...{ span: 'week', sessions: 5, ending: 2, unknown: 0, warned: 2, few: false },
  });
  // With 10 minutes nobody is warned (from 540 s on), and how long Robin stayed away is not known.
  expect(foresee(600)).toMatchObject({ ending: 0, unknown: 1, warned: 0 });
});

test('the rows have lengths, days and random numbers, and nothing else', () => {
  session('dana', [310, 45, 45]);
  const text = JSON.stringify([rows('session_pause'), rows('person_pause')]);
  expect(text).not.toContain('dana');
  const { day } = rows('session_pause')[0] as { day: number };
  expect(rows('session_pause')).toEqual([
    { day, session: expect.anything() as unknown, longest: 310, timed_out: 0 },
  ]);
  const person = expect.anything() as unknown;
  expect(rows('person_pause')).toEqual([
    { day, person, seconds: 45, times: 2 },
    { day, person, seconds: 310, times: 1 },
  ]);
});

test('a row is kept for 60 days, and is gone after them', () => {
  session('dana', [50]);
  wallMs += 59 * DAY_MS;
  record.review();
  expect(foresee(60).sessions).toBe(1);
  expect(rows('person_pause')).toHaveLength(1);
  wallMs += DAY_MS;
  expect(foresee(60).sessions).toBe(0);
  record.review();
  expect(rows('session_pause')).toEqual([]);
  expect(rows('person_pause')).toEqual([]);
});

test('turned off, everything is deleted at once, and nothing is recorded', () => {
  session('dana', [50]);
  policy = { ...DEFAULT_POLICY, measurePauses: false };
  record.review();
  session('dana', [50], 900);
  expect([rows('session_pause'), rows('person_pause')]).toEqual([[], []]);
});

test('a computer that is taken out of its clinic has no such row any more', () => {
  session('dana', [50]);
  openClinicWipe(database).wipe({ clinicName: 'c', by: 'd', atMs: wallMs }, () => undefined);
  expect([rows('session_pause'), rows('person_pause')]).toEqual([[], []]);
});
