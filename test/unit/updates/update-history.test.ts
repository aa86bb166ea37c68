import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { UpdateMemory } from '../../../src/main/ports/index.js';
import { UpdateHistory } from '../../../src/main/updates/update-history.js';
import { MemoryAudit } from '../../support/fakes/memory-audit.js';
import { MemoryUpdateStore } from './updated-app.js';
import { VirtualClock } from '../../support/fakes/virtual-clock.js';

const DAY_MS = 86_400_000;

let clock: VirtualClock;
let audit: MemoryAudit;
let store: MemoryUpdateStore;
let builtMs: number;

beforeEach(() => {
  clock = new VirtualClock();
  audit = new MemoryAudit();
  store = new MemoryUpdateStore();
  builtMs = ago(0);
});

function ago(days: number): number {
  return clock.now().wallMs - days * DAY_MS;
}

/** Starts the app. */
function start(version = '1.0.0'): UpdateHistory {
  const history = new UpdateHistory({ store, audit, clock, version, builtMs });
  history.begin();
  return history;
}

function remember(memory: Partial<UpdateMemory>): void {
  const nothing = { checkedMs: null, upToDateMs: null, newer: null, refused: null };
  store.memory = { version: '1.0.0', ...nothing, ...memory };
}

describe('another version than at the last start', () => {
  it('is in the audit trail, with both versions, once', () => {
    start('1.0.0');
    expect(audit.events).toEqual([]);
    start('1.1.0');
    start('1.1.0');
    expect(audit.events).toEqual([
      {
        event: 'update.installed',
        at: clock.now(),
        memberId: null,
        detail: { from: '1.0.0', to: '1.1.0' },
      },
    ]);
  });

  it('is recorded at the next start when it could not be stored, and the app starts all the same', () => {
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    start('1.0.0');
    audit.writable = false;
    start('1.1.0');
    expect(warned).toHaveBeenCalledOnce();
    audit.writable = true;
    start('1.1.0');
    expect(audit.names).toEqual(['update.installed']);
    warned.mockRestore();
  });

  it.each(['1.1.0', '0.9.0'])(
    '%s: findings about the version before no longer count',
    (version) => {
      builtMs = ago(100);
      remember({ checkedMs: ago(1), upToDateMs: ago(1), newer: { version, sinceMs: ago(1) } });
      expect(start().outOfDate).toBeNull();
      const history = start(version);
      expect(history.upToDateMs).toBeNull();
      expect(history.checkedMs).toBeNull();
      expect(history.outOfDate).toEqual({ level: 'warning', days: 100, newerKnown: false });
    },
  );
});

describe('across a restart', () => {
  it('the time of the last check that found it the newest is kept', () => {
    start().foundNewest();
    const atMs = clock.now().wallMs;
    clock.sleep(DAY_MS);
    expect(start()).toMatchObject({ upToDateMs: atMs, checkedMs: atMs });
  });

  it('the time of the first newer release is kept, also when a still newer one comes', () => {
    start().foundNewer({ version: '1.1.0', releasedMs: ago(40) });
    start().foundNewer({ version: '1.2.0', releasedMs: ago(0) });
    expect(start().outOfDate).toEqual({ level: 'note', days: 40, newerKnown: true });
    start().foundNewest();
    expect(start().outOfDate).toBeNull();
  });

  it('a refusal is not recorded again until a good release came', () => {
    start().failed('check', 'badSignature', null);
    start().failed('check', 'badSignature', null);
    expect(audit.names).toHaveLength(1);
    start().failed('download', 'checksum', '1.1.0');
    start().failed('download', 'checksum', '1.1.0');
    start().failed('download', 'checksum', '1.2.0');
    expect(audit.names).toHaveLength(3);
    start().arrived();
    start().failed('download', 'checksum', '1.2.0');
    expect(audit.names).toHaveLength(4);
  });

  it.each(['unreachable', 'notFound', 'interrupted', 'failed'] as const)(
    '%s is not a refusal',
    (problem) => {
      start().failed('check', problem, null);
      expect(audit.events).toEqual([]);
    },
  );
});

describe('a clock that was ahead does not silence the notice', () => {
  it('at a check that found the newest one', () => {
    builtMs = ago(95);
    remember({ upToDateMs: ago(-4_000), checkedMs: ago(-4_000) });
    const history = start();
    expect(history.outOfDate).toEqual({ level: 'warning', days: 95, newerKnown: false });
    expect(history.upToDateMs).toBeNull();
    expect(history.checkedMs).toBeNull();
  });

  it('at a check that found a newer one: it counts from the next check', () => {
    builtMs = ago(95);
    remember({ newer: { version: '1.1.0', sinceMs: ago(-4_000) } });
    const history = start();
    expect(history.outOfDate?.level).toBe('warning');
    history.foundNewer({ version: '1.1.0', releasedMs: ago(10) });
    clock.sleep(31 * DAY_MS);
    expect(history.outOfDate).toEqual({ level: 'note', days: 31, newerKnown: true });
  });

  it('nor does a release with a date in the future', () => {
    const history = start();
    history.foundNewer({ version: '1.1.0', releasedMs: ago(-4_000) });
    clock.sleep(31 * DAY_MS);
    expect(history.outOfDate?.days).toBe(31);
  });
});

it('a full disk stops nothing, and findings are kept until the app ends', () => {
  const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  const history = start();
  store.writable = false;
  history.foundNewest();
  expect(history.upToDateMs).toBe(clock.now().wallMs);
  expect(warned).toHaveBeenCalledOnce();
  warned.mockRestore();
});
