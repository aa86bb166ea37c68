import { beforeEach, describe, expect, it } from 'vitest';
import { CLOSE_LOOK_MS, WATCHDOG_MS } from '../../../src/main/session/schedule.js';
import { policyWith } from '../../support/fakes/builders.js';
import { VirtualComputer } from '../../support/fakes/virtual-computer.js';

/* The idle time when the computer's idle source gives no answer, or a wrong one. */

const LIMIT_MS = 600_000;
const policy = policyWith({ sessionTimeoutSeconds: LIMIT_MS / 1_000 });

let computer = new VirtualComputer(policy);
beforeEach(async () => {
  computer = new VirtualComputer(policy);
  await computer.start();
  await computer.signIn();
});

function kind(): string | undefined {
  return computer.state?.kind;
}

describe('an idle source that does not know', () => {
  it.each([0, 5_000])('and says %d ms all the time ends no session late', async (stuckAtMs) => {
    computer.idle.stuckAtMs = stuckAtMs;
    await computer.run(100_000);
    await computer.useApp();
    await computer.run(LIMIT_MS - 1);
    expect(kind()).toBe('warning');
    expect(computer.running.runner.idleHealth).toBe('doubtful');
    await computer.run(stuckAtMs + CLOSE_LOOK_MS);
    expect(computer.state).toMatchObject({ kind: 'signedOut', ended: { cause: 'idle' } });
  });

  it('is reported to the source, so that another one is used', async () => {
    computer.idle.stuckAtMs = 0;
    await computer.run(4 * WATCHDOG_MS);
    expect(computer.idle.doubts).toBeGreaterThan(0);
    computer.idle.stuckAtMs = null;
    await computer.run(WATCHDOG_MS);
    const before = computer.idle.doubts;
    await computer.run(4 * WATCHDOG_MS);
    expect(computer.idle.doubts).toBe(before);
    expect(computer.running.runner.idleHealth).toBe('believed');
  });

  it('is not suspected when somebody works without a pause', async () => {
    let pause = 1;
    for (let input = 0; input < 2_000; input += 1) {
      // Pauses between 0.1 and 1.6 seconds, in an order that never falls into step with the looks.
      pause = (pause * 48_271) % 2_147_483_647;
      computer.touch();
      await computer.run(100 + (pause % 1_500));
    }
    expect(computer.journal.count('screens.showWarning')).toBe(0);
    expect(computer.running.runner.idleHealth).toBe('believed');
  });

  it('and can’t be read is reported, and only this app’s input counts', async () => {
    computer.idle.readable = false;
    await computer.run(WATCHDOG_MS);
    expect(computer.running.runner.idleHealth).toBe('unreadable');
    computer.touch();
    await computer.run(LIMIT_MS - WATCHDOG_MS + CLOSE_LOOK_MS);
    expect(kind()).toBe('signedOut');
  });
});

describe('sleep that nothing told of', () => {
  it('ends the session when the policy says so, even far below the limit', async () => {
    computer.clock.sleep(40_000);
    await computer.run(WATCHDOG_MS);
    expect(computer.state).toMatchObject({ kind: 'signedOut', ended: { cause: 'sleep' } });
  });

  it('counts as inactivity when the policy does not end the session', async () => {
    await computer.setPolicy({ ...policy, lockOnSleep: false });
    computer.clock.sleep(40_000);
    await computer.run(WATCHDOG_MS);
    expect(kind()).toBe('active');
    expect(computer.running.runner.elapsed.inactiveMs).toBeGreaterThanOrEqual(40_000);
  });

  it('longer than the limit is a timeout', async () => {
    computer.clock.sleep(LIMIT_MS);
    await computer.run(WATCHDOG_MS);
    expect(computer.state).toMatchObject({ kind: 'signedOut', ended: { cause: 'idle' } });
  });
});
