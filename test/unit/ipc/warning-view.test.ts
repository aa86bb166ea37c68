import { beforeEach, describe, expect, it } from 'vitest';
import { policyWith } from '../../support/fakes/builders.js';
import { UNMANAGED, NO_UPDATES } from '../../support/fakes/plain-views.js';
import { VirtualComputer } from '../../support/fakes/virtual-computer.js';
import { viewsOf } from './views-of.js';

const policy = policyWith({ sessionTimeoutSeconds: 600, longestSessionSeconds: 3_600 });

let computer = new VirtualComputer(policy);
beforeEach(async () => {
  computer = new VirtualComputer(policy);
  await computer.start();
});

function builder() {
  return viewsOf(computer, { managed: UNMANAGED, keychainAsks: false, updates: NO_UPDATES });
}

describe('the warning view', () => {
  it('names nobody while there is nothing to warn of', async () => {
    await computer.signIn();
    expect(builder().of('warning')).toEqual({ view: 'standby' });
  });

  it('says who is about to be signed out, why, and the time left', async () => {
    await computer.signIn();
    await computer.run(545_000);
    expect(builder().of('warning')).toMatchObject({
      view: 'warning',
      memberName: 'M1',
      reason: 'idle',
      limitSeconds: 600,
    });
    const { leftMilliseconds } = builder().of('warning') as { leftMilliseconds: number };
    expect(leftMilliseconds).toBeGreaterThan(54_000);
    expect(leftMilliseconds).toBeLessThanOrEqual(56_000);
  });

  it('is heard too if the clinic wants that', async () => {
    await computer.signIn();
    await computer.run(545_000);
    expect(builder().of('warning')).toMatchObject({ sound: false });
    await computer.setPolicy(policyWith({ ...policy, warningSound: true }));
    expect(builder().of('warning')).toMatchObject({ sound: true });
  });

  it('says when the longest session runs out', async () => {
    await computer.setPolicy(policyWith({ ...policy, longestSessionSeconds: 300 }));
    await computer.signIn();
    await computer.run(250_000);
    expect(builder().of('warning')).toMatchObject({ reason: 'longestSession', limitSeconds: 300 });
  });

  it('says when the session gives way, which nobody can stop', async () => {
    await computer.signIn();
    computer.running.runner.endWithin(60_000, 'signedInElsewhere');
    expect(builder().of('warning')).toMatchObject({
      ...{ reason: 'signedInElsewhere', canStay: false, leftMilliseconds: 60_000 },
      elsewhere: null,
    });
  });
});
