import { beforeEach, describe, expect, it } from 'vitest';
import { CLOSE_LOOK_MS, WATCHDOG_MS } from '../../../src/main/session/schedule.js';
import { policyWith } from '../../support/fakes/builders.js';
import { VirtualComputer } from '../../support/fakes/virtual-computer.js';

/* A session that has to give way ends when it was said, whatever is touched. */

const LIMIT_MS = 600_000;
const LEAD_MS = 60_000;

let computer: VirtualComputer;
beforeEach(async () => {
  computer = new VirtualComputer(policyWith({ sessionTimeoutSeconds: LIMIT_MS / 1_000 }));
  await computer.start();
  await computer.signIn();
});

function kind(): string | undefined {
  return computer.state?.kind;
}

describe('a deadline', () => {
  const giveWay = async (): Promise<void> => {
    computer.running.runner.endWithin(LEAD_MS, 'signedInElsewhere');
    await computer.settle();
  };

  it('ends the session within one close look, although somebody works all the time', async () => {
    await computer.run(30_000);
    await giveWay();
    expect([kind(), computer.screens.warningShown]).toEqual(['warning', true]);
    expect(computer.guard.clearInMs).toBe(LEAD_MS);
    for (let second = 0; second < 59; second += 1) {
      await computer.useApp();
      await computer.run(1_000);
    }
    expect(kind()).toBe('warning');
    await computer.run(1_000 + CLOSE_LOOK_MS);
    expect(computer.state).toMatchObject({
      kind: 'signedOut',
      ended: { cause: 'signedInElsewhere' },
    });
    const [told] = computer.audit.named('session.ended');
    expect(told?.cause).toBe('signedInElsewhere');
    expect(told?.latenessMs).toBeGreaterThanOrEqual(0);
    expect(told?.latenessMs).toBeLessThanOrEqual(CLOSE_LOOK_MS);
  });

  it('that passed while the computer slept ends the session at once, and says how late', async () => {
    await computer.setPolicy(policyWith({ sessionTimeoutSeconds: 600, lockOnSleep: false }));
    await giveWay();
    await computer.sleepUntold(LEAD_MS + 100_000);
    await computer.run(WATCHDOG_MS);
    expect(computer.state).toMatchObject({ ended: { cause: 'signedInElsewhere' } });
    expect(computer.audit.named('session.ended')[0]?.latenessMs).toBeGreaterThanOrEqual(100_000);
  });

  it('is none of the next session', async () => {
    await giveWay();
    await computer.requestEnd('signOut');
    await computer.signIn();
    await computer.run(2 * LEAD_MS);
    expect(kind()).toBe('active');
  });

  it('does not wait for its end when the inactivity limit is sooner', async () => {
    await computer.run(LIMIT_MS - LEAD_MS / 2);
    await giveWay();
    await computer.run(LEAD_MS / 2 + CLOSE_LOOK_MS);
    expect(computer.state).toMatchObject({ ended: { cause: 'idle' } });
  });
});
