import { beforeEach, describe, expect, it } from 'vitest';
import type { UpdatesOff, UpdateState } from '../../../src/contract/updates.js';
import { CHECK_EVERY_MS, QUIET_MS, UpdateKeeper } from '../../../src/main/updates/update-keeper.js';
import { type Release, UpdateFailure, type Updater } from '../../../src/main/updates/updater.js';
import { VirtualClock } from '../../support/fakes/virtual-clock.js';

const DAY_MS = 86_400_000;
const NEXT: Release = { version: '1.1.0', releasedMs: null };

let clock: VirtualClock;
/** What was asked of the updater, in order. */
let calls: string[];
let release: Release | null;
let failing: Partial<Record<'check' | 'download' | 'verify' | 'install', UpdateFailure>>;
let progress: readonly number[];
let off: UpdatesOff | null;
let signedIn: boolean;
let cleared: Promise<void>;
/** Every state that people were shown. */
let shown: UpdateState[];
let keeper: UpdateKeeper;

beforeEach(() => {
  clock = new VirtualClock();
  calls = [];
  release = NEXT;
  failing = {};
  progress = [];
  off = null;
  signedIn = true;
  cleared = Promise.resolve();
  shown = [];
  keeper = makeKeeper();
});

function makeKeeper(): UpdateKeeper {
  const does = (what: keyof typeof failing): void => {
    calls.push(what);
    if (failing[what] !== undefined) throw failing[what];
  };
  const updater: Updater = {
    check: async () => {
      await Promise.resolve();
      does('check');
      return release;
    },
    download: async (onProgress) => {
      for (const percent of progress) onProgress(percent);
      await Promise.resolve();
      does('download');
    },
    verify: async () => {
      await Promise.resolve();
      does('verify');
    },
    install: () => does('install'),
  };
  return new UpdateKeeper({
    updater: () => Promise.resolve(updater),
    clock,
    off: () => off,
    isFree: () => !signedIn,
    cleared: () => cleared,
    builtMs: clock.now().wallMs,
    onChange: () => shown.push(keeper.facts.state),
  });
}

async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

async function look(): Promise<void> {
  keeper.look();
  await settle();
}

async function pass(ms: number): Promise<void> {
  await clock.run(ms, settle);
  await settle();
}

function count(call: string): number {
  return calls.filter((other) => other === call).length;
}

async function lock(): Promise<void> {
  signedIn = false;
  await look();
}

async function signIn(): Promise<void> {
  signedIn = true;
  await look();
}

describe('checks', () => {
  it('at the start, and every six hours from then on', async () => {
    release = null;
    keeper.look();
    await look();
    expect(calls).toEqual(['check']);
    await pass(CHECK_EVERY_MS - 1);
    await look();
    expect(calls).toEqual(['check']);
    await pass(1);
    expect(calls).toEqual(['check', 'check']);
    await pass(4 * CHECK_EVERY_MS);
    expect(count('check')).toBe(6);
  });

  it('when the computer wakes and one is overdue, although timers stood still', async () => {
    release = null;
    await look();
    clock.sleep(CHECK_EVERY_MS);
    await look();
    expect(count('check')).toBe(2);
  });

  it('not where there are no updates, and says why', async () => {
    off = 'development';
    await look();
    await pass(3 * CHECK_EVERY_MS);
    expect(calls).toEqual([]);
    expect(keeper.facts).toEqual({
      state: { state: 'off', why: 'development' },
      outOfDate: null,
    });
  });
});

describe('what people are told', () => {
  it('that it is up to date, and when that was checked', async () => {
    release = null;
    await look();
    expect(keeper.facts.state).toEqual({ state: 'upToDate', checkedAt: clock.now().wallMs });
  });

  it('how far a download is, in whole steps', async () => {
    progress = [0.4, 39.9, 40.2, 40.9, 100];
    await look();
    expect(shown).toEqual([
      { state: 'downloading', version: '1.1.0', percent: 0 },
      { state: 'downloading', version: '1.1.0', percent: 39 },
      { state: 'downloading', version: '1.1.0', percent: 40 },
      { state: 'downloading', version: '1.1.0', percent: 100 },
      { state: 'ready', version: '1.1.0' },
    ]);
  });

  it.each(['check', 'download'] as const)(
    'why a %s failed; the next one is tried',
    async (what) => {
      failing = { [what]: new UpdateFailure('badSignature') };
      await look();
      const at = clock.now().wallMs;
      expect(keeper.facts.state).toEqual({ state: 'failed', what, problem: 'badSignature', at });
      failing = {};
      await pass(CHECK_EVERY_MS);
      expect(keeper.facts.state).toEqual({ state: 'ready', version: '1.1.0' });
    },
  );
});

describe('an update that is ready', () => {
  it('is never installed while a session lives', async () => {
    await look();
    await pass(20 * DAY_MS);
    await look();
    expect(count('install')).toBe(0);
    expect(keeper.facts.state).toEqual({ state: 'ready', version: '1.1.0' });
    expect(count('download')).toBe(1);
  });

  it('is installed at the lock, once nobody came back for a minute', async () => {
    await look();
    await lock();
    await pass(QUIET_MS - 1);
    expect(count('install')).toBe(0);
    await pass(1);
    expect(calls).toEqual(['check', 'download', 'verify', 'install']);
    expect(keeper.facts.state).toEqual({ state: 'installing', version: '1.1.0' });
    await pass(2 * CHECK_EVERY_MS);
    expect(count('install')).toBe(1);
  });

  it('waits for the next lock when a colleague takes over', async () => {
    await look();
    await lock();
    await pass(QUIET_MS - 1);
    await signIn();
    await pass(DAY_MS);
    expect(count('install')).toBe(0);
    await lock();
    await pass(QUIET_MS);
    expect(count('install')).toBe(1);
  });

  it('does not restart under the fingers of one who signs in', async () => {
    await look();
    await lock();
    for (let times = 0; times < 5; times += 1) {
      await pass(QUIET_MS - 1);
      keeper.noteInput();
    }
    expect(count('install')).toBe(0);
    await pass(QUIET_MS);
    expect(count('install')).toBe(1);
  });

  it('is not installed when somebody signed in while the last session was being cleared', async () => {
    let clear: () => void = () => undefined;
    cleared = new Promise((resolve) => (clear = resolve));
    await look();
    await lock();
    await pass(QUIET_MS);
    expect(keeper.facts.state.state).toBe('installing');
    await signIn();
    clear();
    await settle();
    expect(count('install')).toBe(0);
    expect(keeper.facts.state).toEqual({ state: 'ready', version: '1.1.0' });
    await lock();
    await pass(QUIET_MS);
    expect(count('install')).toBe(1);
  });

  it.each(['verify', 'install'] as const)(
    'that fails at “%s” is not tried over and over, but loaded anew by the next check',
    async (what) => {
      failing = { [what]: new UpdateFailure('checksum') };
      await look();
      await lock();
      await pass(CHECK_EVERY_MS - QUIET_MS);
      expect(count('verify')).toBe(1);
      expect(keeper.facts.state).toMatchObject({ state: 'failed', what: 'install' });
      failing = {};
      await pass(2 * QUIET_MS);
      expect(count('download')).toBe(2);
      expect(calls.at(-1)).toBe('install');
    },
  );

  it('gives way to a newer one, and goes when it is taken back', async () => {
    await look();
    release = { version: '1.2.0', releasedMs: null };
    await pass(CHECK_EVERY_MS);
    expect(keeper.facts.state).toEqual({ state: 'ready', version: '1.2.0' });
    release = null;
    await pass(CHECK_EVERY_MS);
    await lock();
    await pass(QUIET_MS);
    expect(count('install')).toBe(0);
  });

  it('stays ready when a later check cannot be made', async () => {
    await look();
    failing = { check: new UpdateFailure('unreachable') };
    await pass(CHECK_EVERY_MS);
    expect(keeper.facts.state).toEqual({ state: 'ready', version: '1.1.0' });
  });
});

describe('“Restart and update”', () => {
  it('has nothing to do before something is ready', async () => {
    expect(keeper.installSoon()).toBe(false);
    release = null;
    await look();
    expect(keeper.installSoon()).toBe(false);
  });

  it('installs as soon as the session has ended, and not before', async () => {
    await look();
    expect(keeper.installSoon()).toBe(true);
    await look();
    await pass(DAY_MS);
    expect(count('install')).toBe(0);
    await lock();
    expect(count('install')).toBe(1);
  });
});

describe('a version that gets old', () => {
  it('counts from the release of the newer one', async () => {
    failing = { download: new UpdateFailure('interrupted') };
    release = { version: '1.1.0', releasedMs: clock.now().wallMs - 31 * DAY_MS };
    await look();
    expect(keeper.facts.outOfDate).toEqual({ level: 'note', days: 31, newerKnown: true });
    // A still newer one does not begin a new count.
    release = { version: '1.2.0', releasedMs: clock.now().wallMs };
    await pass(60 * DAY_MS);
    expect(keeper.facts.outOfDate).toEqual({ level: 'warning', days: 91, newerKnown: true });
  });

  it('counts from the last time that it was the newest one', async () => {
    release = null;
    await look();
    await pass(40 * DAY_MS);
    expect(keeper.facts.outOfDate).toBeNull();
    failing = { check: new UpdateFailure('unreachable') };
    await pass(30 * DAY_MS);
    expect(keeper.facts.outOfDate).toEqual({ level: 'note', days: 30, newerKnown: false });
  });

  it('is told of where there are no updates, too', async () => {
    off = 'package';
    await pass(90 * DAY_MS);
    expect(keeper.facts.outOfDate).toEqual({ level: 'warning', days: 90, newerKnown: false });
  });
});
