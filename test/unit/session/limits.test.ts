import { beforeEach, describe, expect, it } from 'vitest';
import { limitsOf, shortened } from '../../../src/main/session/limits.js';
import { policyWith } from '../../support/fakes/builders.js';
import { VirtualComputer } from '../../support/fakes/virtual-computer.js';

describe('the limits of a session', () => {
  it('are the shortest for its role, and its longest length', () => {
    const policy = policyWith({
      sessionTimeoutSeconds: 900,
      longestSessionSeconds: 7_200,
      roleTimeoutSeconds: { receptionist: 300 },
    });
    expect(limitsOf(policy, 'receptionist')).toEqual({ idleSeconds: 300, ageSeconds: 7_200 });
    expect(limitsOf(policy, 'bookkeeper')).toEqual({ idleSeconds: 900, ageSeconds: 7_200 });
  });

  it('are those of a sign-in that may last less long than others', () => {
    const policy = policyWith({ sessionTimeoutSeconds: 900, longestSessionSeconds: 7_200 });
    expect(limitsOf(policy, 'bookkeeper', 3_600).ageSeconds).toBe(3_600);
    expect(limitsOf(policy, 'bookkeeper', 86_400).ageSeconds).toBe(7_200);
  });

  it('only ever shorten a policy', () => {
    const policy = policyWith({ sessionTimeoutSeconds: 900, longestSessionSeconds: 7_200 });
    expect(shortened(policy, { idleSeconds: 600, ageSeconds: 86_400 })).toEqual({
      ...policy,
      sessionTimeoutSeconds: 600,
    });
    expect(shortened(policy, null)).toBe(policy);
  });
});

describe('a resumed session', () => {
  const short = policyWith({ sessionTimeoutSeconds: 600, longestSessionSeconds: 3_600 });
  const long = policyWith({ sessionTimeoutSeconds: 604_800, longestSessionSeconds: 604_800 });
  let computer = new VirtualComputer(short);
  beforeEach(async () => {
    computer = new VirtualComputer(short);
    await computer.start();
    await computer.signIn();
  });

  /** The app is killed, and somebody changes the policy before it starts again. */
  async function resumeUnder(policy: typeof short): Promise<void> {
    computer.kill();
    await computer.setPolicy(policy);
    await computer.run(1_000);
    await computer.start();
    expect(computer.state?.kind).toBe('active');
  }

  it('keeps the limits of its own record, though the policy allows more', async () => {
    await resumeUnder(long);
    await computer.run(601_000);
    expect(computer.state).toMatchObject({
      kind: 'signedOut',
      ended: { cause: 'idle', limitSeconds: 600 },
    });
  });

  it('keeps its longest length too', async () => {
    await resumeUnder(long);
    for (let minute = 0; minute < 60; minute += 1) {
      await computer.useApp();
      await computer.run(60_000);
    }
    expect(computer.state).toMatchObject({
      kind: 'signedOut',
      ended: { cause: 'longestSession', limitSeconds: 3_600 },
    });
  });

  it('follows a policy that allows less', async () => {
    await resumeUnder(policyWith({ sessionTimeoutSeconds: 60, longestSessionSeconds: 3_600 }));
    await computer.run(61_000);
    expect(computer.state).toMatchObject({ kind: 'signedOut', ended: { limitSeconds: 60 } });
  });

  it('leaves the next session to the policy alone', async () => {
    await resumeUnder(long);
    await computer.requestEnd('signOut');
    await computer.signIn();
    await computer.run(3_700_000);
    expect(computer.live).toBe(true);
  });
});

describe('a session that may last an hour at the most', () => {
  const long = policyWith({ sessionTimeoutSeconds: 86_400, longestSessionSeconds: 86_400 });
  let computer = new VirtualComputer(long);
  beforeEach(async () => {
    computer = new VirtualComputer(long);
    await computer.start();
    await computer.signIn('administrator', 3_600);
  });

  const afterAnHour = {
    kind: 'signedOut',
    ended: { cause: 'longestSession', limitSeconds: 3_600 },
  };

  it('ends then, whatever the policy allows', async () => {
    await computer.run(3_599_000);
    expect(computer.state?.kind).toBe('warning');
    await computer.run(2_000);
    expect(computer.state).toMatchObject(afterAnHour);
  });

  it('ends then after a restart of the app too', async () => {
    await computer.run(1_800_000);
    computer.kill();
    await computer.run(1_000);
    await computer.start();
    expect(computer.state?.kind).toBe('active');
    await computer.run(1_800_000);
    expect(computer.state).toMatchObject(afterAnHour);
  });

  it('leaves the next one as long as the policy says', async () => {
    await computer.run(3_601_000);
    expect(computer.running.runner.policy.longestSessionSeconds).toBe(86_400);
    await computer.signIn();
    await computer.run(7_200_000);
    expect(computer.state?.kind).toBe('active');
  });
});
