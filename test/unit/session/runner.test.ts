import { beforeEach, describe, expect, it } from 'vitest';
import { CLOSE_LOOK_MS, WATCHDOG_MS } from '../../../src/main/session/schedule.js';
import { policyWith } from '../../support/fakes/builders.js';
import { restart } from '../../support/fakes/deeds.js';
import { INSTALLATION } from '../../support/fakes/virtual-app.js';
import { VirtualComputer } from '../../support/fakes/virtual-computer.js';

const LIMIT_MS = 600_000;
const LEAD_MS = 60_000;
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

describe('the next session', () => {
  it('is reported as new from its first moment, whatever ended the one before', async () => {
    await computer.run(LIMIT_MS + CLOSE_LOOK_MS);
    expect(kind()).toBe('signedOut');
    await computer.run(LIMIT_MS);
    const told: number[] = [];
    computer.screens.onChange = () => {
      if (kind() === 'active')
        told.push(
          computer.running.runner.elapsed.inactiveMs,
          computer.running.runner.elapsed.ageMs,
        );
    };
    await computer.signIn();
    expect(told.length).toBeGreaterThan(0);
    expect(Math.max(...told)).toBe(0);
    expect(computer.guard.clearInMs).toBe(LIMIT_MS);
  });
});

describe('inactivity', () => {
  it('ends the session at the limit, within one close look, and not before', async () => {
    await computer.run(LIMIT_MS - 1);
    expect(kind()).toBe('warning');
    await computer.run(CLOSE_LOOK_MS);
    expect(computer.state).toMatchObject({
      kind: 'signedOut',
      ended: { cause: 'idle', limitSeconds: 600 },
    });
    const [told] = computer.audit.named('session.ended');
    expect(told?.latenessMs).toBeLessThanOrEqual(CLOSE_LOOK_MS);
    expect(told?.measuredMs).toBeGreaterThanOrEqual(LIMIT_MS);
  });

  it('warns once at the lead time, and withdraws the warning when somebody touches the computer', async () => {
    await computer.run(LIMIT_MS - LEAD_MS - CLOSE_LOOK_MS);
    expect(computer.screens.warningShown).toBe(false);
    await computer.run(2 * CLOSE_LOOK_MS);
    expect(computer.screens.warningShown).toBe(true);
    await computer.run(10_000);
    expect(computer.journal.count('screens.showWarning')).toBe(1);
    computer.touch();
    await computer.run(200);
    expect(computer.screens.warningShown).toBe(false);
    expect(kind()).toBe('active');
  });

  it.each([20, 300])('a lead of %i s moves the warning, and never the end', async (lead) => {
    await computer.setPolicy(policyWith({ ...policy, warningLeadSeconds: lead }));
    await computer.run(LIMIT_MS - lead * 1_000 - 2 * CLOSE_LOOK_MS);
    expect(computer.screens.warningShown).toBe(false);
    await computer.run(4 * CLOSE_LOOK_MS);
    expect(computer.screens.warningShown).toBe(true);
    await computer.run(lead * 1_000 - 2 * CLOSE_LOOK_MS - 1);
    expect(kind()).toBe('warning');
    await computer.run(CLOSE_LOOK_MS);
    expect(kind()).toBe('signedOut');
  });

  it('a lead that changes during a session shows the warning, or takes it away', async () => {
    await computer.run(LIMIT_MS - 100_000);
    expect(computer.screens.warningShown).toBe(false);
    await computer.setPolicy(policyWith({ ...policy, warningLeadSeconds: 120 }));
    expect(computer.screens.warningShown).toBe(true);
    await computer.setPolicy(policyWith({ ...policy, warningLeadSeconds: 90 }));
    expect(computer.screens.warningShown).toBe(false);
  });

  it('is reset at once by Stay signed in, even if the OS counts no input', async () => {
    await computer.run(LIMIT_MS - 5_000);
    await computer.useApp(true);
    expect(kind()).toBe('active');
    await computer.run(LIMIT_MS - 1);
    expect(kind()).toBe('warning');
  });

  it('counts input in the app alone when the policy says so', async () => {
    await computer.setPolicy(policyWith({ ...policy, activitySource: 'app' }));
    for (let minute = 0; minute < 10; minute += 1) {
      computer.touch();
      await computer.run(60_000);
    }
    await computer.run(CLOSE_LOOK_MS);
    expect(kind()).toBe('signedOut');
  });

  it('continues to count when the idle source can no longer be read', async () => {
    computer.idle.readable = false;
    computer.touch();
    await computer.run(LIMIT_MS + CLOSE_LOOK_MS);
    expect(kind()).toBe('signedOut');
  });

  it('that passed while the process was stopped is checked before the input that wakes it', async () => {
    computer.clock.stop(LIMIT_MS + 1);
    await computer.useApp();
    expect(kind()).toBe('signedOut');
  });
});

describe('what ends a session at once', () => {
  it('the OS’s own screen lock, when the policy says so', async () => {
    computer.idle.locked = true;
    await computer.run(WATCHDOG_MS);
    expect(computer.state).toMatchObject({ kind: 'signedOut', ended: { cause: 'screenLock' } });
  });

  it('not the OS’s screen lock, when the policy says otherwise', async () => {
    await computer.setPolicy(policyWith({ ...policy, lockOnScreenLock: false }));
    computer.idle.locked = true;
    await computer.run(WATCHDOG_MS);
    expect(kind()).toBe('active');
  });

  it('a policy that was tightened below the time already passed', async () => {
    await computer.run(120_000);
    await computer.setPolicy(policyWith({ ...policy, sessionTimeoutSeconds: 60 }));
    expect(computer.state).toMatchObject({
      kind: 'signedOut',
      ended: { cause: 'policyTightened', limitSeconds: 60 },
    });
  });

  it('a new role whose limit has passed', async () => {
    await computer.setPolicy(policyWith({ ...policy, roleTimeoutSeconds: { bookkeeper: 60 } }));
    await computer.run(120_000);
    await computer.setRole('bookkeeper');
    expect(kind()).toBe('signedOut');
  });

  it('a clock set ahead past the limit; one set back changes nothing', async () => {
    computer.clock.jumpWall(-10 * LIMIT_MS);
    await computer.run(WATCHDOG_MS);
    expect(kind()).toBe('active');
    computer.clock.jumpWall(20 * LIMIT_MS);
    await computer.run(WATCHDOG_MS);
    expect(kind()).toBe('signedOut');
  });
});

describe('looks', () => {
  it('are one timer at a time, and none while nobody is signed in', async () => {
    expect(computer.clock.armed).toBe(1);
    await computer.useApp();
    expect(computer.clock.armed).toBe(1);
    await computer.requestEnd('signOut');
    expect(computer.clock.armed).toBe(0);
  });

  it('stop when the runner is disposed of', () => {
    computer.running.runner.dispose();
    expect(computer.clock.armed).toBe(0);
  });

  it('update the windows once a second at the most, while nothing changes', async () => {
    await computer.run(LIMIT_MS - LEAD_MS + 1_000);
    computer.journal.clear();
    await computer.run(10_000);
    expect(computer.journal.count('changed')).toBeLessThanOrEqual(11);
    expect(computer.journal.count('changed')).toBeGreaterThanOrEqual(9);
  });

  it('keep the stored activity as fresh as one watchdog period, without a write for each input', async () => {
    for (let second = 0; second < 120; second += 1) {
      await computer.useApp();
      await computer.run(1_000);
    }
    const writes = computer.journal.count('store.recordActivity');
    const most = 120_000 / WATCHDOG_MS;
    expect(writes).toBeGreaterThanOrEqual(most - 1);
    expect(writes).toBeLessThanOrEqual(most);
    await restart(computer, 0);
    expect(computer.running.runner.elapsed.inactiveMs).toBeLessThanOrEqual(WATCHDOG_MS + 1_000);
  });

  it('continue when the database cannot store the activity', async () => {
    computer.disk = false;
    await computer.run(WATCHDOG_MS);
    await computer.useApp();
    await computer.run(WATCHDOG_MS);
    expect(kind()).toBe('active');
  });
});

describe('the guard', () => {
  it('is told what a killed app would leave, and until when', async () => {
    expect(computer.guard.clearInMs).toBe(LIMIT_MS);
    await computer.run(4 * WATCHDOG_MS);
    expect(computer.guard.clearInMs).toBe(LIMIT_MS - 4 * WATCHDOG_MS);
    await computer.setPolicy({ ...policy, resumeAfterRestart: false });
    expect(computer.guard.clearInMs).toBe(0);
    computer.keychain.mood = 'refuses';
    await computer.requestEnd('lockNow');
    expect(computer.guard.clearInMs).toBe(0);
    computer.keychain.mood = 'works';
    await computer.run(60_000);
    expect(computer.guard.clearInMs).toBeNull();
  });

  it('is told of a credential that belongs to no session yet', async () => {
    await computer.requestEnd('signOut');
    computer.keychain.mood = 'hangs';
    computer.beginSignIn();
    const signingIn = computer.finishSignIn();
    await computer.settle();
    expect(computer.guard.clearInMs).toBe(0);
    computer.keychain.mood = 'works';
    await signingIn;
    await computer.settle();
    expect(computer.guard.clearInMs).toBe(LIMIT_MS);
  });
});

describe('waiting for the end to settle', () => {
  it('ends at once while nobody is signed in, and when the wipe is done', async () => {
    const ending = computer.requestEnd('quit');
    await computer.running.runner.whenEndSettled(6_000);
    await ending;
    expect(kind()).toBe('signedOut');
    await computer.running.runner.whenEndSettled(6_000);
    expect(computer.clock.armed).toBe(0);
  });

  it('ends when a try failed: the next start finishes', async () => {
    computer.keychain.mood = 'refuses';
    await computer.requestEnd('quit');
    await computer.running.runner.whenEndSettled(6_000);
    expect(kind()).toBe('ending');
  });

  it('ends at its bound when the keychain hangs', async () => {
    computer.keychain.mood = 'hangs';
    await computer.requestEnd('quit');
    let settled = false;
    void computer.running.runner.whenEndSettled(2_000).then(() => (settled = true));
    await computer.run(1_999);
    expect(settled).toBe(false);
    await computer.run(1);
    expect(settled).toBe(true);
  });
});

it('a request to end while the end is under way changes nothing', async () => {
  computer.keychain.mood = 'refuses';
  await computer.requestEnd('lockNow');
  await computer.requestEnd('signOut');
  expect(computer.state).toMatchObject({ kind: 'ending', ended: { cause: 'lockNow' } });
  expect(computer.journal.count('screens.hide')).toBe(1);
});

it('a keychain entry of another installation is left alone', async () => {
  computer.keychain.entries.set('other/session', 'half');
  await computer.requestEnd('signOut');
  expect(computer.keychain.accounts()).toEqual(['other/session']);
  expect(computer.keychain.accounts(INSTALLATION)).toEqual([]);
});
