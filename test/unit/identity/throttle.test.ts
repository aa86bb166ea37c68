import { beforeEach, describe, expect, it } from 'vitest';
import {
  CLINIC_WAITS,
  clinicWaitMs,
  MEMBER_WAITS,
  Throttle,
  WORKSTATION_WAITS,
} from '../../../src/main/identity/sign-in/throttle.js';
import { IdentityJournal } from '../../../src/main/identity/journal.js';
import { MemoryAccount } from '../../support/fakes/memory-account.js';
import { MemoryAudit } from '../../support/fakes/memory-audit.js';
import { MemoryIdentityStore } from '../../support/fakes/memory-identity-store.js';
import { VirtualClock } from '../../support/fakes/virtual-clock.js';

const EMAIL = 'dana@rivertown.example';
const YEAR_SECONDS = 365 * 86_400;

let clock: VirtualClock;
let store: MemoryIdentityStore;
let throttle: Throttle;
beforeEach(() => {
  clock = new VirtualClock();
  store = new MemoryIdentityStore();
  throttle = build();
});

function build(): Throttle {
  const account = MemoryAccount.of();
  const journal = new IdentityJournal(new MemoryAudit(), clock);
  return new Throttle({ account, store, journal, clock, installation: 'installation' });
}

/** Makes one failed try. @returns seconds to wait before the next try, 0 when the try is accepted */
function tryOnce(email = EMAIL): number {
  const charge = throttle.charge(email);
  return charge.ok ? 0 : charge.retryAfterSeconds;
}

/** @returns how long each of these failed tries had to wait, in seconds */
function failTimes(times: number, email = EMAIL): readonly number[] {
  return Array.from({ length: times }, () => {
    const waited = tryOnce(email);
    if (waited === 0) return 0;
    clock.stop(waited * 1_000);
    expect(tryOnce(email)).toBe(0);
    return waited;
  });
}

describe('wrong tries for one email', () => {
  it('wait ever longer, and then for a lock-out window', () => {
    expect(failTimes(21)).toEqual([
      0, 0, 0, 2, 4, 8, 15, 30, 60, 60, 900, 900, 900, 900, 900, 1_800, 1_800, 1_800, 1_800, 1_800,
      3_600,
    ]);
  });

  it('are refused to the last millisecond of the wait', () => {
    failTimes(3);
    clock.stop(1_999);
    expect(tryOnce()).toBe(1);
    clock.stop(1);
    expect(tryOnce()).toBe(0);
  });

  it('are counted alike whether somebody has that email or not, and however it is written', () => {
    failTimes(3);
    expect(tryOnce(` ${EMAIL.toUpperCase()} `)).toBe(2);
    expect(tryOnce('nobody@rivertown.example')).toBe(0);
    failTimes(2, 'nobody@rivertown.example');
    expect(tryOnce('nobody@rivertown.example')).toBe(2);
  });

  it('keep no email in the database', () => {
    failTimes(2);
    expect([...store.tries.keys()].join()).not.toContain('dana');
  });
});

describe('a wait', () => {
  beforeEach(() => failTimes(10));

  it('survives the app', () => {
    throttle = build();
    expect(tryOnce()).toBe(900);
  });

  it('is neither shortened nor lengthened by the wall clock', () => {
    clock.jumpWall(365 * 86_400_000);
    expect(tryOnce()).toBe(900);
    clock.jumpWall(-730 * 86_400_000);
    expect(tryOnce()).toBe(900);
  });

  it('is not shortened by a restart of the computer', () => {
    clock.stop(600_000);
    clock.reboot(3_600_000);
    expect(tryOnce()).toBeGreaterThan(890);
    clock.stop(900_000);
    expect(tryOnce()).toBe(0);
  });
});

describe('a try that was right', () => {
  it('does not count, and keeps earlier failures with their time', () => {
    failTimes(4);
    clock.stop(60_000);
    const charge = throttle.charge(EMAIL);
    if (charge.ok) charge.refund();
    expect(charge.ok).toBe(true);
    // The second step of the same sign-in need not wait: the last failure is a minute old.
    expect(tryOnce()).toBe(0);
    expect(tryOnce()).toBe(8);
  });

  it('gives no free tries to others that were counted at the same time', () => {
    const right = throttle.charge(EMAIL);
    failTimes(2);
    if (right.ok) right.refund();
    expect(throttle.settle(EMAIL)).toBe(2);
  });

  it('clears the count once the sign-in is complete, and returns it', () => {
    failTimes(5);
    expect(throttle.settle(EMAIL)).toBe(5);
    expect(throttle.settle(EMAIL)).toBe(0);
    expect(failTimes(3)).toEqual([0, 0, 0]);
  });

  it('clears its part of the workstation’s count, and never another member’s', () => {
    // Ten at the workstation; seven of them are for Dana.
    failTimes(7);
    failTimes(3, 'sam@rivertown.example');
    expect(store.failedTries('workstation')?.count).toBe(10);
    throttle.settle('sam@rivertown.example');
    expect(store.failedTries('workstation')).toBeNull();
    expect(tryOnce()).toBe(30);
  });
});

describe('what failed in the whole clinic', () => {
  const DAY_MS = 86_400_000;

  it.each([
    [0, 29, null, 0],
    [0, 30, null, 60],
    [29, 1, null, 60],
    [0, 59, null, 60],
    [0, 60, null, 900],
    [0, 99, null, 900],
    [50, 50, null, 3_600],
    [0, 100_000, null, 3_600],
    // Where the member works.
    [0, 100_000, 0, 0],
    [9, 100_000, 14 * DAY_MS, 0],
    [10, 100_000, 0, 3_600],
    [0, 100, 14 * DAY_MS + 1, 3_600],
    [0, 100, -1, 3_600],
  ])('%d here, %d elsewhere, signed in %s ms ago: %d s', (own, elsewhere, signedInMs, seconds) => {
    expect(clinicWaitMs(own, elsewhere, signedInMs)).toBe(seconds * 1_000);
  });

  it('makes a desk wait from its first try, and no longer for trying in between', () => {
    const first = throttle.charge(EMAIL);
    expect(first.ok && first.weigh(60)).toMatchObject({ retryAfterSeconds: 900 });
    clock.stop(500_000);
    expect(tryOnce()).toBe(400);
    clock.stop(400_000);
    const second = throttle.charge(EMAIL);
    expect(second.ok && second.weigh(60)).toBeNull();
    // Only that one counts, and it may have been wrong.
    expect(throttle.settle(EMAIL)).toBe(1);
    expect(failTimes(3)).toEqual([0, 0, 0]);
  });

  it('is what was heard last, while nobody says', () => {
    const first = throttle.charge(EMAIL);
    expect(first.ok && first.weigh(30)).toMatchObject({ retryAfterSeconds: 60 });
    clock.stop(60_000);
    const second = throttle.charge(EMAIL);
    expect(second.ok && second.weigh('away')).toBeNull();
    expect(tryOnce()).toBe(60);
  });
});

it('a try counts before it is checked, so that parallel tries give no more than the free ones', () => {
  const answers = Array.from({ length: 20 }, () => throttle.charge(EMAIL));
  expect(answers.filter(({ ok }) => ok)).toHaveLength(3);
});

describe('on paper', () => {
  /** The time that an attacker needs who tries again at the first allowed moment. */
  function secondsFor(guesses: number, emailOf: (guess: number) => string): number {
    const startMs = clock.passedMs;
    for (let guess = 0; guess < guesses; guess += 1) failTimes(1, emailOf(guess));
    return (clock.passedMs - startMs) / 1_000;
  }

  it('the waits only ever grow', () => {
    for (const waits of [MEMBER_WAITS, WORKSTATION_WAITS, CLINIC_WAITS])
      waits.forEach((wait, index) => {
        const before = waits[index - 1] ?? { failures: 0, ms: 0 };
        expect(wait.failures).toBeGreaterThan(before.failures);
        expect(wait.ms).toBeGreaterThan(before.ms);
      });
  });

  it('100 000 guesses of one member’s password take more than ten years', () => {
    expect(secondsFor(100_000, () => EMAIL)).toBeGreaterThan(10 * YEAR_SECONDS);
  }, 30_000);

  it('100 000 guesses spread over a thousand emails at one workstation take more than two', () => {
    const seconds = secondsFor(100_000, (guess) => `member${guess % 1_000}@rivertown.example`);
    expect(seconds).toBeGreaterThan(2 * YEAR_SECONDS);
  }, 30_000);
});
