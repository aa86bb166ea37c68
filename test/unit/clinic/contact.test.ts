import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { Contact, type ContactParts } from '../../../src/main/clinic/contact.js';
import { withoutServerMs } from '../../../src/main/clinic/offline-limit.js';
import { KEY_BYTES, open, seal } from '../../../src/main/keys/sealing.js';
import { VirtualClock } from '../../support/fakes/virtual-clock.js';

const HOUR_MS = 3_600_000;
const CONTEXT = ['last contact'];

let clock: VirtualClock;
let key: Buffer | null;
let stored: Buffer | null;
let writes: number;
let isWritable: boolean;
beforeEach(() => {
  clock = new VirtualClock();
  key = randomBytes(KEY_BYTES);
  stored = null;
  writes = 0;
  isWritable = true;
});

function contact(bootId: string | null = clock.bootId): Contact {
  const parts: ContactParts = {
    store: {
      read: () => stored,
      save: (sealed) => {
        if (!isWritable) throw new Error('The disk is full.');
        stored = sealed;
        writes += 1;
      },
    },
    seal: (text) => (key === null ? null : seal(key, text, CONTEXT)),
    open: (sealed) => (key === null ? null : open(key, sealed, CONTEXT)),
    clock,
    bootId: () => bootId,
  };
  return new Contact(parts);
}

describe('the last contact, within one run of the app', () => {
  it('was any time ago before the first one', () => {
    expect(contact().withoutServerMs).toBe(Number.POSITIVE_INFINITY);
    expect(contact().lastWallMs).toBeNull();
  });

  it('counts sleep', () => {
    const here = contact();
    here.note();
    clock.sleep(HOUR_MS);
    expect(here.withoutServerMs).toBe(HOUR_MS);
  });

  it('counts by the stricter clock', () => {
    const here = contact();
    here.note();
    clock.sleep(HOUR_MS);
    clock.jumpWall(-HOUR_MS);
    expect(here.withoutServerMs).toBe(HOUR_MS);
    clock.jumpWall(6 * HOUR_MS);
    expect(here.withoutServerMs).toBe(6 * HOUR_MS);
  });

  it('is not forever ago when the wall clock is set back, because the boot clock goes on', () => {
    const here = contact(null);
    here.note();
    clock.jumpWall(-HOUR_MS);
    expect(here.withoutServerMs).toBe(0);
  });

  it('is forgotten by a computer that has no server any more', () => {
    const here = contact();
    here.note();
    here.forget();
    expect(here.withoutServerMs).toBe(Number.POSITIVE_INFINITY);
    here.note();
    expect(writes).toBe(2);
  });

  it('is stored once a minute', () => {
    const here = contact();
    for (let count = 0; count < 60; count += 1) {
      here.note();
      clock.sleep(1_000);
    }
    expect(writes).toBe(1);
    here.note();
    expect(writes).toBe(2);
  });
});

describe('the last contact, across runs', () => {
  it('counts from the contact that an earlier run stored', () => {
    contact().note();
    clock.sleep(HOUR_MS);
    expect(contact().withoutServerMs).toBe(HOUR_MS);
    expect(contact().lastWallMs).toBe(clock.now().wallMs - HOUR_MS);
  });

  it('counts by the wall clock across a restart of the computer', () => {
    contact().note();
    clock.reboot(5 * HOUR_MS);
    clock.sleep(HOUR_MS);
    expect(contact().withoutServerMs).toBe(6 * HOUR_MS);
  });

  it('counts as forever when the wall clock is behind it', () => {
    contact().note();
    clock.reboot(HOUR_MS);
    clock.jumpWall(-2 * HOUR_MS);
    expect(contact().withoutServerMs).toBe(Number.POSITIVE_INFINITY);
  });

  it.each([
    ['the same boot', (): string | null => clock.bootId, HOUR_MS],
    ['a boot that nobody names', () => null, Number.POSITIVE_INFINITY],
  ])('measures a clock that was set back in %s', (_name, bootId, expected) => {
    contact(bootId()).note();
    clock.sleep(HOUR_MS);
    clock.jumpWall(-2 * HOUR_MS);
    expect(contact(bootId()).withoutServerMs).toBe(expected);
  });

  it.each([
    ['removed', () => (stored = null)],
    ['changed', () => stored?.writeUInt8((stored.at(-1) ?? 0) ^ 1, stored.length - 1)],
    ['sealed by another computer', () => (key = randomBytes(KEY_BYTES))],
  ])('counts as forever when the record was %s', (_how, spoil) => {
    contact().note();
    spoil();
    expect(contact().withoutServerMs).toBe(Number.POSITIVE_INFINITY);
  });

  it('is read once the keychain gives the key', () => {
    contact().note();
    const held = key;
    key = null;
    const here = contact();
    expect(here.withoutServerMs).toBe(Number.POSITIVE_INFINITY);
    key = held;
    here.recall();
    expect(here.withoutServerMs).toBe(0);
  });

  it('stays the older one when a newer one cannot be stored, and tries again', () => {
    const here = contact();
    here.note();
    clock.sleep(HOUR_MS);
    isWritable = false;
    here.note();
    expect(contact().withoutServerMs).toBe(HOUR_MS);
    isWritable = true;
    here.note();
    expect(contact().withoutServerMs).toBe(0);
  });
});

it('does not believe that it is in one boot whose clock went back', () => {
  const last = { at: { wallMs: HOUR_MS, bootMs: HOUR_MS }, bootId: 'boot' };
  const here = { now: { wallMs: 0, bootMs: 0 }, bootId: 'boot', isThisRun: false };
  expect(withoutServerMs(last, here)).toBe(Number.POSITIVE_INFINITY);
});

it('is never shorter ago than the time that passed on the boot clock of one boot', () => {
  const clocks = fc.record({ wallMs: fc.integer(), bootMs: fc.nat() });
  fc.assert(
    fc.property(clocks, clocks, fc.nat(), (at, { wallMs }, passedMs) => {
      const now = { wallMs, bootMs: at.bootMs + passedMs };
      const last = { at, bootId: 'boot' };
      const counted = withoutServerMs(last, { now, bootId: 'boot', isThisRun: false });
      expect(counted).toBeGreaterThanOrEqual(Math.max(passedMs, wallMs - at.wallMs));
    }),
  );
});
