import { beforeEach, describe, expect, it } from 'vitest';
import { InputPauses } from '../../../src/main/host/linux/wayland/input-pauses.js';
import type { IdleHealth } from '../../../src/main/session/activity-watch.js';
import { CLOSE_LOOK_MS, WATCHDOG_MS } from '../../../src/main/session/schedule.js';
import { policyWith } from '../../support/fakes/builders.js';
import { FakeSeat } from '../../support/fakes/fake-seat.js';
import { VirtualComputer } from '../../support/fakes/virtual-computer.js';

/* The session on a Wayland desktop: from the compositor's reports of pauses to the warning and the end. */

const LIMIT_MS = 60_000;
const WARNING_MS = 30_000;
const PRECISION_MS = 50;

let computer: VirtualComputer;
let seat: FakeSeat;

beforeEach(async () => {
  computer = new VirtualComputer(policyWith({ sessionTimeoutSeconds: LIMIT_MS / 1_000 }));
  const { clock, idle } = computer;
  seat = new FakeSeat(clock);
  const pauses = new InputPauses(clock, seat);
  idle.instead = {
    resolutionMs: PRECISION_MS,
    idleMs: () => {
      if (pauses.restless) throw new Error('not told');
      return clock.now().bootMs - (pauses.lastInputMs ?? 0);
    },
  };
  await computer.start();
  await computer.run(1_000);
  seat.touch();
  await computer.signIn();
});

/** Somebody types in another program, or moves the mouse. */
async function work(ms: number, pauseMs: number): Promise<void> {
  for (let passedMs = 0; passedMs < ms; passedMs += pauseMs) {
    seat.touch();
    await computer.run(pauseMs);
  }
}

function health(): IdleHealth | undefined {
  return computer.app?.runner.idleHealth;
}

describe('on Wayland', () => {
  it.each([15, 90, 300, 3_000])(
    'somebody who works with a pause of %i ms each time is not warned',
    async (pauseMs) => {
      await work(200_000, pauseMs);
      expect(computer.journal.count('screens.showWarning')).toBe(0);
      expect(health()).toBe('believed');
    },
  );

  it('the end comes at the limit after the last input', async () => {
    await work(100_000, 90);
    const leftMs = LIMIT_MS - (computer.clock.now().bootMs - seat.lastInputMs);
    await computer.run(leftMs - 1);
    expect(computer.live).toBe(true);
    await computer.run(PRECISION_MS + CLOSE_LOOK_MS);
    expect(computer.state).toMatchObject({ kind: 'signedOut', ended: { cause: 'idle' } });
  });

  it('somebody who comes back at the warning is seen at once', async () => {
    await computer.run(WARNING_MS + 5_000);
    expect(computer.state?.kind).toBe('warning');
    seat.touch();
    await computer.run(120);
    expect(computer.state?.kind).toBe('active');
  });

  it('somebody who comes back in the last moment stays signed in', async () => {
    await computer.run(LIMIT_MS - 100 - (computer.clock.now().bootMs - seat.lastInputMs));
    expect(computer.state?.kind).toBe('warning');
    seat.touch();
    await computer.run(LIMIT_MS - 1_000);
    expect(computer.live).toBe(true);
    await computer.run(1_000 + PRECISION_MS + CLOSE_LOOK_MS);
    expect(computer.state).toMatchObject({ kind: 'signedOut', ended: { cause: 'idle' } });
  });

  it('a film that runs, or ends, does not extend a session, and is reported', async () => {
    seat.keepAwake(true);
    await computer.run(WATCHDOG_MS);
    expect(health()).toBe('unreadable');
    await computer.run(30_000);
    seat.keepAwake(false);
    await computer.run(LIMIT_MS - WATCHDOG_MS - 30_000 + PRECISION_MS + CLOSE_LOOK_MS);
    expect(computer.state).toMatchObject({ kind: 'signedOut', ended: { cause: 'idle' } });
  });
});
