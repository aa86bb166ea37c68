import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ClinicAppJournal } from '../../../src/main/clinic-apps/journal.js';
import {
  SIGN_OUT_BOUND_MS,
  type SignOutCall,
  SignOutCalls,
} from '../../../src/main/clinic-apps/sign-out-calls.js';
import { MemoryAudit } from '../../support/fakes/memory-audit.js';
import { VirtualClock } from '../../support/fakes/virtual-clock.js';

let clock: VirtualClock;
let audit: MemoryAudit;
let calls: SignOutCalls;
beforeEach(() => {
  clock = new VirtualClock();
  audit = new MemoryAudit();
  calls = new SignOutCalls({ clock, journal: new ClinicAppJournal(audit, clock) });
});

function signOutOf(name: string, ask: SignOutCall['ask']): SignOutCall {
  return { app: { name }, address: `https://${name}.example/out`, ask };
}

function answering(name: string, status: number): SignOutCall {
  return signOutOf(name, () => Promise.resolve(status));
}

function told(): readonly unknown[] {
  return audit.named('clinicApp.signedOut').map(({ detail }) => detail);
}

describe('sign-out calls', () => {
  it('call each site at its address, and record the outcome', async () => {
    const asked: string[] = [];
    const note = (address: string): Promise<number> => {
      asked.push(address);
      return Promise.resolve(204);
    };
    await calls.call([signOutOf('a', note), signOutOf('b', note)], 'member-1');
    expect(asked).toEqual(['https://a.example/out', 'https://b.example/out']);
    expect(audit.events).toEqual(
      ['a', 'b'].map((app) => ({
        event: 'clinicApp.signedOut',
        at: clock.now(),
        memberId: 'member-1',
        detail: { app, outcome: 'done' },
      })),
    );
    expect(clock.armed).toBe(0);
  });

  it.each([
    [200, 'done'],
    [302, 'done'],
    [399, 'done'],
    [400, 'failed'],
    [401, 'failed'],
    [500, 'failed'],
    [199, 'failed'],
  ])('take %i for %s', async (status, outcome) => {
    await calls.call([answering('a', status)], null);
    expect(told()).toEqual([{ app: 'a', outcome }]);
    expect(audit.events[0]?.memberId).toBeNull();
  });

  it.each<[string, SignOutCall['ask']]>([
    ['rejects', () => Promise.reject(new Error('ERR_CONNECTION_REFUSED'))],
    [
      'throws',
      () => {
        throw new Error('no address');
      },
    ],
  ])('count a site as failed when the call %s', async (name, ask) => {
    await calls.call([signOutOf(name, ask)], 'member-1');
    expect(told()).toEqual([{ app: name, outcome: 'failed' }]);
    expect(clock.armed).toBe(0);
  });

  it('wait 5 seconds for a silent site, then abort the call, and delay no other site', async () => {
    const signals: AbortSignal[] = [];
    // Ignores the abort too.
    const silent = signOutOf('silent', (_address, signal) => {
      signals.push(signal);
      return new Promise<number>(() => undefined);
    });
    let through = false;
    const all = calls.call([silent, answering('quick', 200), silent], 'member-1').then(() => {
      through = true;
    });
    await settled();
    expect(told()).toEqual([{ app: 'quick', outcome: 'done' }]);
    await clock.run(SIGN_OUT_BOUND_MS - 1, settled);
    await settled();
    expect(through).toBe(false);
    expect(signals.map(({ aborted }) => aborted)).toEqual([false, false]);
    await clock.run(1, settled);
    await all;
    expect(told()).toEqual([
      { app: 'quick', outcome: 'done' },
      { app: 'silent', outcome: 'timedOut' },
      { app: 'silent', outcome: 'timedOut' },
    ]);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
  });

  it('count a call that the abort ended as timed out', async () => {
    const obedient = signOutOf('obedient', (_address, signal) => {
      return new Promise<number>((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(new Error('aborted')));
      });
    });
    const all = calls.call([obedient], 'member-1');
    await clock.run(SIGN_OUT_BOUND_MS, settled);
    await all;
    expect(told()).toEqual([{ app: 'obedient', outcome: 'timedOut' }]);
  });

  it('complete also when the audit trail cannot be written', async () => {
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    audit.writable = false;
    await expect(
      calls.call([answering('a', 200), answering('b', 500)], 'member-1'),
    ).resolves.toBeUndefined();
    expect(warned).toHaveBeenCalledTimes(2);
    warned.mockRestore();
  });

  it('complete at once when there are none', async () => {
    await calls.call([], 'member-1');
    expect(audit.events).toEqual([]);
  });
});

function settled(): Promise<void> {
  return new Promise((next) => setImmediate(next));
}
