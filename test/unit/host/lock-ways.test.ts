import type { powerMonitor } from 'electron';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { lockBy, LOCKED_BOUND_MS, type LockWay } from '../../../src/main/host/lock/lock-ways.js';
import { lockedWorkstation, sleepingDisplay } from '../../../src/main/host/lock/program-locks.js';
import type { RunProgram } from '../../../src/main/host/process/run-program.js';
import type { ComputerLockAnswer } from '../../../src/main/ports/index.js';

type IdleState = ReturnType<typeof powerMonitor.getSystemIdleState>;

let asked: string[] = [];
beforeEach(() => {
  asked = [];
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => void vi.useRealTimers());

/** @param lockedAfterMs when the way begins to report the lock, or never */
function way(
  name: string,
  ask: () => Promise<boolean>,
  lockedAfterMs = Number.POSITIVE_INFINITY,
): LockWay {
  let sinceMs = Number.POSITIVE_INFINITY;
  return {
    ask: () => {
      asked.push(name);
      sinceMs = performance.now();
      return ask();
    },
    isLocked: () => Promise.resolve(performance.now() - sinceMs >= lockedAfterMs),
  };
}

const takes = () => Promise.resolve(true);
const isAbsent = () => Promise.resolve(false);
const refuses = () => Promise.reject(new Error('no'));
const isSilent = () => new Promise<boolean>(() => undefined);

/** @returns the answer, and after how many milliseconds it came */
async function lock(
  ways: readonly LockWay[],
  wanted: () => boolean = () => true,
): Promise<{ answer: ComputerLockAnswer; tookMs: number }> {
  const startedMs = performance.now();
  const locking = lockBy(ways, wanted).then((answer) => {
    return { answer, tookMs: performance.now() - startedMs };
  });
  // Longer than all ways together may take; the first answer counts.
  await vi.advanceTimersByTimeAsync(20_000);
  return locking;
}

describe('ways to lock the computer', () => {
  it('stop at the first one that reports the lock', async () => {
    const { answer, tookMs } = await lock([way('one', takes, 300), way('two', takes, 0)]);
    expect(answer).toEqual({ outcome: 'locked' });
    expect(asked).toEqual(['one']);
    expect(tookMs).toBeLessThanOrEqual(500);
  });

  it('skip an absent one at once', async () => {
    const { answer, tookMs } = await lock([way('one', isAbsent), way('two', takes, 0)]);
    expect(answer).toEqual({ outcome: 'locked' });
    expect(tookMs).toBeLessThanOrEqual(300);
  });

  it('try the next one when one accepts the request and reports no lock', async () => {
    const { answer } = await lock([way('one', takes), way('two', isAbsent)]);
    expect(answer).toEqual({ outcome: 'asked' });
    expect(asked).toEqual(['one', 'two']);
  });

  it('believe the state that is read before the request is answered', async () => {
    const { answer } = await lock([way('one', isSilent, 1_000)]);
    expect(answer).toEqual({ outcome: 'locked' });
  });

  it('wait for a silent one only for a limited time', async () => {
    const { answer, tookMs } = await lock([way('one', isSilent), way('two', isAbsent)]);
    expect(answer).toEqual({ outcome: 'failed', problem: 'noAnswer' });
    expect(tookMs).toBeLessThan(LOCKED_BOUND_MS + 500);
  });

  it.each([
    ['refuses', refuses, 'refused'],
    ['is absent', isAbsent, 'nothingToAsk'],
  ] as const)('report the reason when the only one %s', async (_what, ask, problem) => {
    expect((await lock([way('one', ask)])).answer).toEqual({ outcome: 'failed', problem });
  });

  it('whose state cannot be read are used all the same', async () => {
    const blind = { ...way('one', takes), isLocked: () => Promise.reject(new Error('no')) };
    expect((await lock([blind])).answer).toEqual({ outcome: 'asked' });
  });

  it('do not lock the computer after somebody signed in', async () => {
    let wanted = true;
    const one = way('one', () => {
      wanted = false;
      return refuses();
    });
    const { answer } = await lock([one, way('two', takes, 0)], () => wanted);
    expect(asked).toEqual(['one']);
    expect(answer).toEqual({ outcome: 'failed', problem: 'refused' });
  });
});

describe('ways of which none was found before somebody signed in', () => {
  it('are not reported as a failure', async () => {
    let wanted = true;
    const one = way('one', () => {
      wanted = false;
      return isAbsent();
    });
    const { answer } = await lock([one, way('two', takes, 0)], () => wanted);
    expect(asked).toEqual(['one']);
    expect(answer).toEqual({ outcome: 'dropped' });
  });
});

/** Named as in Electron's own types. */
function monitor(state: IdleState): { getSystemIdleState: (threshold: number) => IdleState } {
  return { getSystemIdleState: () => state };
}

describe.each([
  [
    'Windows',
    lockedWorkstation,
    'C:\\Windows\\System32\\rundll32.exe',
    ['user32.dll,LockWorkStation'],
  ],
  ['macOS', sleepingDisplay, '/usr/bin/pmset', ['displaysleepnow']],
] as const)('on %s', (_system, open, program, args) => {
  const runs: unknown[] = [];
  const works: RunProgram = (name, given, { timeMs }) => {
    runs.push(name, given);
    expect(timeMs).toBeLessThanOrEqual(5_000);
    return Promise.resolve('');
  };
  beforeEach(() => {
    runs.length = 0;
    vi.stubEnv('SystemRoot', undefined);
  });
  afterEach(() => void vi.unstubAllEnvs());

  it('the system’s own program is started by its path, and the state is read back', async () => {
    const { answer } = await lock([open(works, monitor('locked'))]);
    expect(answer).toEqual({ outcome: 'locked' });
    expect(runs).toEqual([program, args]);
  });

  it.each(['active', 'idle', 'unknown'] as const)('a state of %s is not a lock', async (state) => {
    expect((await lock([open(works, monitor(state))])).answer).toEqual({ outcome: 'asked' });
  });

  it('a program that fails counts as a refusal', async () => {
    const { answer } = await lock([open(refuses, monitor('active'))]);
    expect(answer).toEqual({ outcome: 'failed', problem: 'refused' });
  });
});

describe('Windows', () => {
  it('lies where its own variable says', async () => {
    vi.stubEnv('SystemRoot', 'D:\\WINNT');
    const runs: string[] = [];
    const run: RunProgram = (name) => Promise.resolve(String(runs.push(name)));
    await lock([lockedWorkstation(run, monitor('locked'))]);
    expect(runs).toEqual(['D:\\WINNT\\System32\\rundll32.exe']);
    vi.unstubAllEnvs();
  });
});
