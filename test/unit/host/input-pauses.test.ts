import { beforeEach, describe, expect, it } from 'vitest';
import { InputPauses } from '../../../src/main/host/linux/wayland/input-pauses.js';
import { FakeSeat } from '../../support/fakes/fake-seat.js';
import { VirtualClock } from '../../support/fakes/virtual-clock.js';

let clock: VirtualClock;
let seat: FakeSeat;
let pauses: InputPauses;

beforeEach(async () => {
  clock = new VirtualClock();
  seat = new FakeSeat(clock);
  pauses = new InputPauses(clock, seat);
  await clock.run(1_000);
});

function nowMs(): number {
  return clock.now().bootMs;
}

/** The idle time that the seat reported, in milliseconds. */
function idleMs(): number {
  return nowMs() - (pauses.lastInputMs ?? 0);
}

/** Somebody gives input again and again, with equal pauses. */
async function work(ms: number, pauseMs: number, look = (): void => undefined): Promise<void> {
  for (let passedMs = 0; passedMs < ms; passedMs += pauseMs) {
    seat.touch();
    await clock.run(pauseMs);
    look();
  }
}

describe('a seat', () => {
  it('reports no activity before the first input', async () => {
    await clock.run(60_000);
    expect(pauses.lastInputMs).toBeNull();
    expect(pauses.restless).toBe(false);
  });

  it('reports the exact time of the last input', async () => {
    seat.touch();
    const touchedMs = nowMs();
    await clock.run(250);
    expect(pauses.lastInputMs).toBe(touchedMs);
    await clock.run(3_600_000);
    expect(pauses.lastInputMs).toBe(touchedMs);
  });

  it.each([11, 40, 100, 249, 251, 400, 2_000])(
    'recognises somebody who works, with a pause of %i ms each time',
    async (pauseMs) => {
      await work(2_000, pauseMs);
      let worstMs = 0;
      await work(90_000, pauseMs, () => {
        worstMs = Math.max(worstMs, idleMs());
        expect(pauses.restless).toBe(false);
      });
      expect(worstMs).toBeLessThanOrEqual(Math.max(pauseMs, 1_000));
      await clock.run(10_000);
      expect(pauses.lastInputMs).toBe(seat.lastInputMs);
    },
  );

  it('is told nothing, and asks nothing, while nobody is there', async () => {
    seat.touch();
    await clock.run(1_000);
    const { told } = seat;
    expect(clock.armed).toBe(0);
    await clock.run(3_600_000);
    expect(seat.told).toBe(told);
  });
});

describe('a program that keeps the screen awake', () => {
  beforeEach(async () => {
    seat.touch();
    await clock.run(20_000);
  });

  it('is not activity: neither when it begins, nor while it lasts, nor when it ends', async () => {
    const { lastInputMs } = seat;
    seat.keepAwake(true);
    await clock.run(600_000);
    expect(pauses.lastInputMs).toBe(lastInputMs);
    expect(pauses.restless).toBe(true);
    seat.keepAwake(false);
    await clock.run(60_000);
    expect(pauses.lastInputMs).toBe(lastInputMs);
    expect(pauses.restless).toBe(false);
  });

  it.each([200, 900, 5_000])(
    'is no activity either if the app is held up for %i ms just after its end',
    async (heldMs) => {
      const { lastInputMs } = seat;
      seat.keepAwake(true);
      await clock.run(600_000);
      seat.keepAwake(false);
      await clock.run(100);
      seat.holding = true;
      await clock.run(heldMs);
      seat.holding = false;
      await clock.run(60_000);
      expect(pauses.lastInputMs).toBe(lastInputMs);
      seat.touch();
      await clock.run(1_000);
      expect(idleMs()).toBe(1_000);
    },
  );

  it('does not hide somebody who comes a moment after its end', async () => {
    seat.keepAwake(true);
    await clock.run(600_000);
    seat.keepAwake(false);
    await clock.run(200);
    await work(2_000, 100);
    expect(idleMs()).toBeLessThan(1_000);
  });

  it('causes no timer while it lasts', async () => {
    seat.keepAwake(true);
    await clock.run(5_000);
    const { told } = seat;
    await clock.run(600_000);
    expect(seat.told).toBe(told);
    // Only the compositor's wait for the end is armed.
    expect(clock.armed).toBe(0);
  });

  it('hides somebody who works meanwhile, until it ends', async () => {
    seat.keepAwake(true);
    await work(60_000, 300);
    expect(idleMs()).toBeGreaterThan(60_000);
    seat.keepAwake(false);
    await work(2_000, 300);
    expect(idleMs()).toBeLessThan(600);
  });

  it('does not matter if the compositor reports input alone', async () => {
    pauses.dispose();
    seat.inhibited = false;
    pauses = new InputPauses(clock, seat);
    seat.keepAwake(true);
    await clock.run(1_000);
    seat.touch();
    await clock.run(60_000);
    expect(pauses.lastInputMs).toBe(seat.lastInputMs);
    await work(60_000, 5);
    await clock.run(60_000);
    expect(pauses.lastInputMs).toBe(seat.lastInputMs);
  });
});

describe('an app that was held up', () => {
  it('does not count delayed reports as later input', async () => {
    await work(5_000, 100);
    const { lastInputMs } = seat;
    seat.holding = true;
    // The compositor's reports wait on its socket meanwhile.
    await clock.run(2_500);
    seat.holding = false;
    await clock.run(60_000);
    expect(pauses.lastInputMs).toBeLessThanOrEqual(lastInputMs);
    expect(pauses.lastInputMs).toBeGreaterThan(lastInputMs - 1_000);
  });

  it('notices somebody who comes afterwards', async () => {
    seat.holding = true;
    seat.touch();
    await clock.run(10_000);
    seat.holding = false;
    await clock.run(1_000);
    expect(idleMs()).toBeGreaterThan(10_000);
    seat.touch();
    await clock.run(1_000);
    expect(idleMs()).toBe(1_000);
  });
});

it('a compositor that stands still does not count as activity', async () => {
  seat.touch();
  seat.holding = true;
  await clock.run(600_000);
  expect(pauses.lastInputMs).toBeNull();
  seat.holding = false;
  await clock.run(1_000);
  expect(idleMs()).toBeGreaterThan(600_000);
});
