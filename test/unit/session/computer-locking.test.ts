import { beforeEach, describe, expect, it } from 'vitest';
import type { EndCause } from '../../../src/shared/workstation/end-cause.js';
import { LOCK_BOUND_MS } from '../../../src/main/session/computer-locking.js';
import { CLOSE_LOOK_MS } from '../../../src/main/session/schedule.js';
import { policyWith } from '../../support/fakes/builders.js';
import { restart } from '../../support/fakes/deeds.js';
import { VirtualComputer } from '../../support/fakes/virtual-computer.js';

const LIMIT_MS = 600_000;
const policy = policyWith({ sessionTimeoutSeconds: LIMIT_MS / 1_000, lockComputer: true });

let computer = new VirtualComputer(policy);
beforeEach(async () => {
  computer = new VirtualComputer(policy);
  await computer.start();
  await computer.signIn();
});

function locks(): number {
  return computer.journal.count('computer.lock');
}

/** What the audit trail says about the lock. */
function told(): readonly unknown[] {
  return computer.audit.named('computerLock.asked').map(({ detail }) => detail);
}

describe('the lock of the whole computer', () => {
  it('is asked for last of all, after the wipe is proved and recorded', async () => {
    computer.journal.clear();
    await computer.run(LIMIT_MS + CLOSE_LOOK_MS);
    const ends = ['keychain.get', 'audit.session.ended', 'store.clearWipeMark', 'computer.lock'];
    expect(computer.journal.entries.filter((entry) => ends.includes(entry))).toEqual(ends);
    expect(told()).toEqual([{ outcome: 'locked' }]);
    expect(computer.audit.named('computerLock.asked')).toMatchObject([{ cause: 'idle' }]);
  });

  it('is off unless the policy says otherwise', async () => {
    await computer.setPolicy({ ...policy, lockComputer: false });
    await computer.run(LIMIT_MS + CLOSE_LOOK_MS);
    expect(computer.state?.kind).toBe('signedOut');
    expect(locks()).toBe(0);
    expect(policyWith().lockComputer).toBe(false);
  });

  it('follows the longest session', async () => {
    await computer.setPolicy({ ...policy, longestSessionSeconds: 120 });
    await computer.run(120_000 + CLOSE_LOOK_MS);
    expect(computer.state).toMatchObject({ ended: { cause: 'longestSession' } });
    expect(locks()).toBe(1);
  });

  it('follows a limit that was shortened below the time already passed', async () => {
    await computer.run(120_000);
    await computer.setPolicy({ ...policy, sessionTimeoutSeconds: 60 });
    expect(locks()).toBe(1);
  });

  it.each<[EndCause, number]>([
    ['lockNow', 1],
    ['signOut', 0],
    ['switchUser', 0],
    ['sleep', 0],
    ['screenLock', 0],
    ['memberDisabled', 0],
    ['shutdown', 0],
    ['quit', 0],
    ['appClosed', 0],
  ])('after %s: %i times', async (cause, times) => {
    await computer.requestEnd(cause);
    expect(locks()).toBe(times);
  });

  it('ends no other session, and its own lock event does not ask for it again', async () => {
    // The fake reports its lock like an OS, and by this policy a lock ends sessions.
    expect(policy.lockOnScreenLock).toBe(true);
    await computer.run(LIMIT_MS + CLOSE_LOOK_MS);
    await computer.run(LIMIT_MS);
    expect(locks()).toBe(1);
    expect(computer.audit.named('session.ended')).toHaveLength(1);
    expect(await computer.signIn()).toBeNull();
    expect(computer.live).toBe(true);
  });

  it('is dropped once somebody signed in again', async () => {
    await computer.requestEnd('lockNow');
    expect(computer.computerLock.wanted()).toBe(true);
    await computer.signIn();
    expect(computer.computerLock.wanted()).toBe(false);
  });
});

describe('a lock that does not come', () => {
  it('delays nothing, and is recorded once its time is over', async () => {
    computer.computerLock.mood = 'hangs';
    await computer.run(LIMIT_MS + CLOSE_LOOK_MS);
    expect(computer.state?.kind).toBe('signedOut');
    expect(computer.keychain.entries.size).toBe(0);
    expect(computer.store.pendingWipe()).toBeNull();
    expect(await computer.signIn()).toBeNull();
    expect(told()).toEqual([]);
    computer.touch();
    await computer.run(LOCK_BOUND_MS);
    await expect.poll(told).toEqual([{ outcome: 'failed', problem: 'noAnswer' }]);
    expect(computer.live).toBe(true);
  });

  it.each([
    ['ignores', { outcome: 'asked' }],
    ['refuses', { outcome: 'failed', problem: 'refused' }],
    ['breaks', { outcome: 'failed', problem: 'refused' }],
  ] as const)('(%s) is recorded, and the session has ended all the same', async (mood, said) => {
    computer.computerLock.mood = mood;
    await computer.requestEnd('lockNow');
    expect(told()).toEqual([said]);
    expect(computer.state?.kind).toBe('signedOut');
    expect(computer.audit.named('session.ended')).toMatchObject([{ wipe: 'done' }]);
  });

  it('does no harm when it cannot be recorded', async () => {
    computer.computerLock.onLock = () => (computer.audit.writable = false);
    await computer.requestEnd('lockNow');
    expect(computer.state?.kind).toBe('signedOut');
  });
});

describe('a wipe that is not proved at once', () => {
  it('is waited for, through two tries', async () => {
    computer.keychain.mood = 'refuses';
    await computer.requestEnd('lockNow');
    await computer.run(1_500);
    expect(computer.state).toMatchObject({ kind: 'ending', failures: 2 });
    expect(locks()).toBe(0);
    computer.keychain.mood = 'works';
    await computer.run(2_000);
    expect(computer.state?.kind).toBe('signedOut');
    expect(locks()).toBe(1);
  });

  it('is not waited for without end, and its late proof does not lock a second time', async () => {
    computer.keychain.mood = 'refuses';
    await computer.requestEnd('lockNow');
    await computer.run(3_500);
    expect(computer.state).toMatchObject({ kind: 'ending', failures: 3 });
    expect(locks()).toBe(1);
    computer.keychain.mood = 'works';
    await computer.run(30_000);
    expect(computer.state?.kind).toBe('signedOut');
    expect(locks()).toBe(1);
  });
});

describe('an end that is found when the app starts', () => {
  it('does not lock out the person who has just started the app', async () => {
    await restart(computer, LIMIT_MS + 1_000);
    expect(computer.audit.named('session.ended')).toMatchObject([{ cause: 'idle' }]);
    expect(locks()).toBe(0);
  });

  it('but a session that continues locks the computer at its later end', async () => {
    await restart(computer, 1_000);
    expect(computer.live).toBe(true);
    await computer.run(LIMIT_MS);
    expect(computer.live).toBe(false);
    expect(locks()).toBe(1);
  });
});
