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

const KEY = 'MCowBQYDK2VwAyEAPUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=';

function keep(place: FakeManagedPlace): PlaceKeeper {
  return new PlaceKeeper({
    ...{ place, audit, clock: new VirtualClock() },
    memory: new FakeManagedMemory(),
  });
}

function start(): ManagedPolicies {
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

  it('name an address, whose own policy is the weakest and cannot name another', async () => {
    const own = { policyAddress: 'https://it.example/p.json', policyKey: KEY };
    const address = new FakeManagedPlace('address');
    address.write({ version: 1, clinicName: 'Far', policy: { sessionTimeoutSeconds: 600 } });
    managed = new ManagedPolicies([keep(native), keep(file)], keep(address));
    file.write({ version: 1, clinicName: 'Near', policy: { sessionTimeoutSeconds: 900 } });
    await managed.refresh();
    await managed.refresh(address);
    // Nobody has named it.
    expect(managed.policy).toMatchObject({
      clinicName: 'Near',
      rules: { sessionTimeoutSeconds: 900 },
      policySource: null,
    });
    expect(managed.places.map(({ place }) => place.kind)).toEqual(['groupPolicy', 'file']);
    native.write({ version: 1, ...own });
    await managed.refresh(native);
    expect(managed.policy).toMatchObject({
      clinicName: 'Near',
      rules: { sessionTimeoutSeconds: 600 },
      policySource: { address: own.policyAddress, key: KEY },
    });
    expect(managed.places.at(-1)?.place.kind).toBe('address');
    // The app reads its own places by themselves, and an address never at the start.
    expect(address.reads).toBe(1);
  });

  it('are read again independently', async () => {
    file.write({ version: 1, policy: { lockOnSleep: true } });
    native.write({ version: 1 });
    expect(await managed.refresh(file)).toBe(true);
    expect([native.reads, file.reads]).toEqual([0, 1]);
    expect(await managed.refresh(file)).toBe(false);
  });
});
