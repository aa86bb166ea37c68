import { beforeEach, describe, expect, it } from 'vitest';
import { NOTHING_MANAGED } from '../../../src/shared/policy/managed-policy.js';
import { PlaceKeeper } from '../../../src/main/policy/place-keeper.js';
import type { ManagedReading } from '../../../src/main/ports/index.js';
import { FakeManagedPlace, FakeManagedMemory } from '../../support/fakes/managed.js';
import { MemoryAudit } from '../../support/fakes/memory-audit.js';
import { VirtualClock } from '../../support/fakes/virtual-clock.js';

const CAP = { version: 1, policy: { sessionTimeoutSeconds: { max: 600 } } };
const RULES = { sessionTimeoutSeconds: { max: 600 } };
const OTHER = { version: 1, policy: { lockOnSleep: true } };
const UNTRUSTED: ManagedReading = {
  found: true,
  problem: { code: 'untrusted', sentence: 'Anybody may write to it.' },
};

let file = new FakeManagedPlace();
let memory = new FakeManagedMemory();
let audit = new MemoryAudit();
let managed = start();

/** The app starts with its stored memory. */
function start(): PlaceKeeper {
  return new PlaceKeeper({ place: file, memory, audit, clock: new VirtualClock() });
}

beforeEach(() => {
  file = new FakeManagedPlace();
  memory = new FakeManagedMemory();
  audit = new MemoryAudit();
  managed = start();
});

describe('a computer that nobody manages', () => {
  it('has no rules, and nothing is stored', async () => {
    expect(await managed.refresh()).toBe(false);
    expect(managed).toMatchObject({ policy: NOTHING_MANAGED, problem: null, holds: false });
    expect(audit.events).toEqual([]);
  });
});

describe('a good file', () => {
  beforeEach(async () => {
    file.write(CAP);
    expect(await managed.refresh()).toBe(true);
  });

  it('is in force, and is recorded once, also over a restart', async () => {
    expect(managed).toMatchObject({ policy: { rules: RULES }, problem: null, holds: true });
    expect(await managed.refresh()).toBe(false);
    managed = start();
    await managed.refresh();
    expect(managed.policy.rules).toEqual(RULES);
    expect(audit.events).toMatchObject([
      {
        event: 'managedPolicy.changed',
        memberId: null,
        detail: { place: 'file', rules: RULES },
      },
    ]);
  });

  it('is replaced by another one', async () => {
    file.write(OTHER);
    expect(await managed.refresh()).toBe(true);
    expect(managed.policy.rules).toEqual({ lockOnSleep: true });
    expect(audit.names).toEqual(['managedPolicy.changed', 'managedPolicy.changed']);
  });

  it('manages nothing any more when it is deleted, and that is recorded', async () => {
    file.reading = { found: false };
    expect(await managed.refresh()).toBe(true);
    expect(managed).toMatchObject({ policy: NOTHING_MANAGED, holds: false });
    expect(audit.names).toEqual(['managedPolicy.changed', 'managedPolicy.removed']);
    managed = start();
    await managed.refresh();
    expect(audit.events).toHaveLength(2);
  });

  it.each<[string, () => void]>([
    ['broken', () => file.write('{')],
    ['of another form', () => file.write({ version: 1, surprise: true })],
    ['writable for others', () => (file.reading = UNTRUSTED)],
  ])('stays in force when the file becomes %s, also after a restart', async (_what, spoil) => {
    spoil();
    expect(await managed.refresh()).toBe(true);
    managed = start();
    await managed.refresh();
    expect(managed).toMatchObject({ policy: { rules: RULES }, holds: true });
    expect(managed.problem?.sentence).not.toBe('');
    expect(audit.events).toMatchObject([
      { event: 'managedPolicy.changed' },
      { event: 'managedPolicy.refused', detail: { holds: 'lastGood' } },
    ]);
  });

  it('that is repaired to its old content ends the problem without another record', async () => {
    file.write('{');
    await managed.refresh();
    file.write(CAP);
    expect(await managed.refresh()).toBe(true);
    expect(managed).toMatchObject({ problem: null, holds: true });
    expect(audit.names).toEqual(['managedPolicy.changed', 'managedPolicy.refused']);
    file.write('{');
    await managed.refresh();
    expect(audit.named('managedPolicy.refused')).toHaveLength(2);
  });

  it('that was deleted while broken does not come back', async () => {
    file.write('{');
    await managed.refresh();
    file.reading = { found: false };
    await managed.refresh();
    file.write('{');
    await managed.refresh();
    expect(managed).toMatchObject({ policy: NOTHING_MANAGED, holds: false });
  });
});

describe('a file that was broken from the first', () => {
  it('manages nothing, is reported, and is recorded once', async () => {
    file.write('{');
    expect(await managed.refresh()).toBe(true);
    managed = start();
    await managed.refresh();
    expect(managed).toMatchObject({ policy: NOTHING_MANAGED, holds: false });
    expect(managed.problem?.code).toBe('invalid');
    expect(audit.events).toMatchObject([
      { event: 'managedPolicy.refused', detail: { holds: 'nothing' } },
    ]);
  });
});

describe('a disk that is full', () => {
  it('does not keep the rules from being in force, and the record is written later', async () => {
    process.once('warning', () => undefined);
    audit.writable = false;
    file.write(CAP);
    expect(await managed.refresh()).toBe(true);
    expect(managed.policy.rules).toEqual(RULES);
    expect(audit.events).toEqual([]);
    audit.writable = true;
    await managed.refresh();
    expect(audit.names).toEqual(['managedPolicy.changed']);
  });
});

describe('readings that overtake each other', () => {
  it('are taken in the order in which they were begun', async () => {
    const answers: ((reading: ManagedReading) => void)[] = [];
    file.read = () => new Promise((resolve) => answers.push(resolve));
    const first = managed.refresh();
    const second = managed.refresh();
    await Promise.resolve();
    answers.shift()?.({ found: true, text: JSON.stringify(CAP) });
    await first;
    answers.shift()?.({ found: true, text: JSON.stringify(OTHER) });
    await second;
    expect(managed.policy.rules).toEqual({ lockOnSleep: true });
  });
});
