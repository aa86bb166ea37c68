import { expect, it } from 'vitest';
import {
  PREPARE_WARNING_MS,
  type SessionState,
  WIPE_RETRY_MS,
} from '../../../src/main/session/machine.js';
import {
  CLOSE_LOOK_MS,
  nextLookMs,
  WARNING_LOOK_MS,
  WATCHDOG_MS,
} from '../../../src/main/session/schedule.js';
import { elapsedSeconds, endedBy, liveSession, policyWith } from '../../support/fakes/builders.js';

const policy = policyWith({ sessionTimeoutSeconds: 900, longestSessionSeconds: 43_200 });
const session = liveSession();
const active: SessionState = {
  ...{ kind: 'active', generation: 1, session, prepared: false, deadline: null },
};
/** When the warning must be prepared, in seconds of inactivity. */
const PREPARE_AT = 900 - 60 - PREPARE_WARNING_MS / 1_000;

function next(inactive: number, { age = 0, uncertainty = 0, state = active } = {}): number | null {
  return nextLookMs(state, elapsedSeconds(inactive, age, uncertainty), policy);
}

it('far from any limit, looks at the watchdog’s pace and no faster', () => {
  expect(next(0)).toBe(WATCHDOG_MS);
  expect(
    nextLookMs(active, elapsedSeconds(0), policyWith({ sessionTimeoutSeconds: 604_800 })),
  ).toBe(WATCHDOG_MS);
});

it('wakes exactly when something is due', () => {
  expect(next(PREPARE_AT - 4)).toBe(4_000);
  expect(next(0, { age: 43_200 - 60 - 3 - 7 })).toBe(7_000);
});

it('wakes earlier by the source’s rounding, then looks closely', () => {
  expect(next(PREPARE_AT - 4, { uncertainty: 1 })).toBe(3_000);
  expect(next(PREPARE_AT - 1, { uncertainty: 1 })).toBe(CLOSE_LOOK_MS);
  expect(next(PREPARE_AT - 0.5, { uncertainty: 1 })).toBe(CLOSE_LOOK_MS);
});

it('looks more often while readings are in doubt, and still more near the warning', () => {
  const doubted = (inactive: number): number | null =>
    nextLookMs(active, { ...elapsedSeconds(inactive), doubtedMs: 5_000 }, policy);
  expect(doubted(PREPARE_AT - 600)).toBe(3_000);
  expect(doubted(PREPARE_AT - 20)).toBe(2_000);
  expect(doubted(PREPARE_AT - 3)).toBe(1_000);
  expect(doubted(PREPARE_AT - 0.4)).toBe(400);
});

it('looks often while the warning is up, and closely at its end', () => {
  const state: SessionState = { ...active, kind: 'warning', prepared: true };
  expect(next(850, { state })).toBe(WARNING_LOOK_MS);
  expect(next(899.97, { state })).toBe(30);
  expect(next(899.999, { state })).toBe(CLOSE_LOOK_MS);
});

it('wakes for a deadline as for the longest session', () => {
  const deadline = { ageMs: 300_000, bootMs: 300_000, cause: 'signedInElsewhere' } as const;
  const state: SessionState = { ...active, deadline };
  expect(next(0, { age: 300 - 60 - 3 - 7, state })).toBe(7_000);
  const warned: SessionState = { ...state, kind: 'warning', prepared: true };
  expect(next(0, { age: 299.97, state: warned })).toBe(30);
});

it('schedules nothing while nobody is signed in', () => {
  expect(next(0, { state: { kind: 'signedOut', generation: 1, ended: null } })).toBeNull();
});

it('waits longer after each failed wipe, and schedules nothing during one', () => {
  const ending = (failures: number, trying: boolean): SessionState => ({
    kind: 'ending',
    generation: 2,
    session,
    ended: endedBy(),
    trying,
    failures,
    failure: failures === 0 ? null : 'keychain',
  });
  expect(next(0, { state: ending(0, true) })).toBeNull();
  expect(next(0, { state: ending(2, true) })).toBeNull();
  const waits = [1, 2, 3, 4, 5, 6, 7, 50].map((failures) =>
    next(0, { state: ending(failures, false) }),
  );
  expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 30_000, 30_000]);
  expect(waits.at(-1)).toBe(WIPE_RETRY_MS.at(-1));
});
