import { beforeEach, describe, expect, it } from 'vitest';
import { ManagedPolicies } from '../../../src/main/policy/managed-policies.js';
import { PlaceKeeper } from '../../../src/main/policy/place-keeper.js';
import { FakeManagedMemory, FakeManagedPlace } from '../../support/fakes/managed.js';
import { MemoryAudit } from '../../support/fakes/memory-audit.js';
import { VirtualClock } from '../../support/fakes/virtual-clock.js';

let native = new FakeManagedPlace('groupPolicy');
let file = new FakeManagedPlace('file');
let audit = new MemoryAudit();
let managed = start();

function start(): ManagedPolicies {
  const keep = (place: FakeManagedPlace) =>
    new PlaceKeeper({ place, memory: new FakeManagedMemory(), audit, clock: new VirtualClock() });
  return new ManagedPolicies([keep(native), keep(file)]);
}

beforeEach(() => {
  native = new FakeManagedPlace('groupPolicy');
  file = new FakeManagedPlace('file');
  audit = new MemoryAudit();
  managed = start();
});

describe('Group Policy and a file on one computer', () => {
  it('combine: rules of one place alone, the shorter limit, otherwise the rule of Group Policy', async () => {
    native.write({
      version: 1,
      clinicName: 'Harbour Street Clinic',
      policy: { sessionTimeoutSeconds: 3_600, lockOnSleep: false },
    });
    file.write({
      version: 1,
      clinicName: 'Image of 2025',
      updateChannel: 'beta',
      policy: { sessionTimeoutSeconds: { max: 300 }, lockOnSleep: true, lockOnScreenLock: true },
    });
    expect(await managed.refresh()).toBe(true);
    expect(managed.policy).toMatchObject({
      clinicName: 'Harbour Street Clinic',
      updateChannel: 'beta',
      rules: {
        sessionTimeoutSeconds: { max: 300 },
        lockOnSleep: false,
        lockOnScreenLock: true,
      },
    });
    expect(audit.events).toMatchObject([
      { event: 'managedPolicy.changed', detail: { place: 'groupPolicy' } },
      { event: 'managedPolicy.changed', detail: { place: 'file' } },
    ]);
  });

  it('can be broken independently', async () => {
    native.write({ version: 1, policy: { sessionTimeoutSeconds: 600 } });
    file.write({ version: 1, policy: { longestSessionSeconds: 7_200 } });
    await managed.refresh();
    native.write({ version: 1, surprise: 1 });
    await managed.refresh();
    file.reading = { found: false };
    await managed.refresh();
    expect(managed.policy.rules).toMatchObject({ sessionTimeoutSeconds: 600 });
    expect(managed.policy.rules.longestSessionSeconds).toBeUndefined();
    expect(managed.places.map(({ problem }) => problem?.code)).toEqual(['invalid', undefined]);
    expect(audit.events.slice(2)).toMatchObject([
      { event: 'managedPolicy.refused', detail: { place: 'groupPolicy', holds: 'lastGood' } },
      { event: 'managedPolicy.removed', detail: { place: 'file' } },
    ]);
  });

  it('are read again independently', async () => {
    file.write({ version: 1, policy: { lockOnSleep: true } });
    native.write({ version: 1 });
    expect(await managed.refresh(file)).toBe(true);
    expect([native.reads, file.reads]).toEqual([0, 1]);
    expect(await managed.refresh(file)).toBe(false);
  });
});
