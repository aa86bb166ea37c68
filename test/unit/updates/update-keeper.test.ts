import { beforeEach, describe, expect, it } from 'vitest';
import { CHECK_EVERY_MS, QUIET_MS } from '../../../src/main/updates/update-keeper.js';
import { UpdateFailure } from '../../../src/main/updates/updater.js';
import { settle, UpdatedApp } from './updated-app.js';

const DAY_MS = 86_400_000;

let app: UpdatedApp;
beforeEach(() => {
  app = new UpdatedApp();
});

describe('checks', () => {
  it('run at the start, and every six hours from then on', async () => {
    app.release = null;
    app.keeper.look();
    await app.look();
    expect(app.calls).toEqual(['check']);
    await app.pass(CHECK_EVERY_MS - 1);
    await app.look();
    expect(app.calls).toEqual(['check']);
    await app.pass(1);
    expect(app.calls).toEqual(['check', 'check']);
    await app.pass(4 * CHECK_EVERY_MS);
    expect(app.count('check')).toBe(6);
  });

  it('run when the computer wakes and one is overdue, although timers stood still', async () => {
    app.release = null;
    await app.look();
    app.clock.sleep(CHECK_EVERY_MS);
    await app.look();
    expect(app.count('check')).toBe(2);
  });

  it('do not run without updates, and the state says why', async () => {
    app.off = 'development';
    await app.look();
    await app.pass(3 * CHECK_EVERY_MS);
    expect(app.calls).toEqual([]);
    expect(app.keeper.facts).toEqual({
      state: { state: 'off', why: 'development' },
      outOfDate: null,
      upToDateMs: null,
    });
  });
});

describe('what people are told', () => {
  it('that the version is up to date, and when that was checked', async () => {
    app.release = null;
    await app.look();
    expect(app.keeper.facts.state).toEqual({
      state: 'upToDate',
      checkedAt: app.clock.now().wallMs,
    });
  });

  it('the progress of a download, in whole steps', async () => {
    app.progress = [0.4, 39.9, 40.2, 40.9, 100];
    await app.look();
    expect(app.shown).toEqual([
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
      app.failing = { [what]: new UpdateFailure('badSignature') };
      await app.look();
      const at = app.clock.now().wallMs;
      expect(app.keeper.facts.state).toEqual({
        state: 'failed',
        what,
        problem: 'badSignature',
        at,
      });
      app.failing = {};
      await app.pass(CHECK_EVERY_MS);
      expect(app.keeper.facts.state).toEqual({ state: 'ready', version: '1.1.0' });
    },
  );
});

describe('an update that is ready', () => {
  it('is never installed while a session lives', async () => {
    await app.look();
    await app.pass(20 * DAY_MS);
    await app.look();
    expect(app.count('install')).toBe(0);
    expect(app.keeper.facts.state).toEqual({ state: 'ready', version: '1.1.0' });
    expect(app.count('download')).toBe(1);
  });

  it('is installed after the lock, once nobody came back for a minute', async () => {
    await app.look();
    await app.lock();
    await app.pass(QUIET_MS - 1);
    expect(app.count('install')).toBe(0);
    await app.pass(1);
    expect(app.calls).toEqual(['check', 'download', 'verify', 'install']);
    expect(app.keeper.facts.state).toEqual({ state: 'installing', version: '1.1.0' });
    await app.pass(2 * CHECK_EVERY_MS);
    expect(app.count('install')).toBe(1);
  });

  it('waits for the next lock when a colleague takes over', async () => {
    await app.look();
    await app.lock();
    await app.pass(QUIET_MS - 1);
    await app.signIn();
    await app.pass(DAY_MS);
    expect(app.count('install')).toBe(0);
    await app.lock();
    await app.pass(QUIET_MS);
    expect(app.count('install')).toBe(1);
  });

  it('does not restart while somebody signs in', async () => {
    await app.look();
    await app.lock();
    for (let times = 0; times < 5; times += 1) {
      await app.pass(QUIET_MS - 1);
      app.keeper.noteInput();
    }
    expect(app.count('install')).toBe(0);
    await app.pass(QUIET_MS);
    expect(app.count('install')).toBe(1);
  });

  it('is not installed when somebody signed in while the last session was being cleared', async () => {
    let clear: () => void = () => undefined;
    app.cleared = new Promise((resolve) => (clear = resolve));
    await app.look();
    await app.lock();
    await app.pass(QUIET_MS);
    expect(app.keeper.facts.state.state).toBe('installing');
    await app.signIn();
    clear();
    await settle();
    expect(app.count('install')).toBe(0);
    expect(app.keeper.facts.state).toEqual({ state: 'ready', version: '1.1.0' });
    await app.lock();
    await app.pass(QUIET_MS);
    expect(app.count('install')).toBe(1);
  });

  it.each(['verify', 'install'] as const)(
    'that fails at “%s” is not tried again and again, but downloaded again by the next check',
    async (what) => {
      app.failing = { [what]: new UpdateFailure('checksum') };
      await app.look();
      await app.lock();
      await app.pass(CHECK_EVERY_MS - QUIET_MS);
      expect(app.count('verify')).toBe(1);
      expect(app.keeper.facts.state).toMatchObject({ state: 'failed', what: 'install' });
      app.failing = {};
      await app.pass(2 * QUIET_MS);
      expect(app.count('download')).toBe(2);
      expect(app.calls.at(-1)).toBe('install');
    },
  );

  it('is replaced by a newer one, and removed when it is withdrawn', async () => {
    await app.look();
    app.release = { version: '1.2.0', releasedMs: null };
    await app.pass(CHECK_EVERY_MS);
    expect(app.keeper.facts.state).toEqual({ state: 'ready', version: '1.2.0' });
    app.release = null;
    await app.pass(CHECK_EVERY_MS);
    await app.lock();
    await app.pass(QUIET_MS);
    expect(app.count('install')).toBe(0);
  });

  it('stays ready when a later check fails', async () => {
    await app.look();
    app.failing = { check: new UpdateFailure('unreachable') };
    await app.pass(CHECK_EVERY_MS);
    expect(app.keeper.facts.state).toEqual({ state: 'ready', version: '1.1.0' });
  });
});

describe('“Restart and update”', () => {
  it('has nothing to do before something is ready', async () => {
    expect(app.keeper.installSoon()).toBe(false);
    app.release = null;
    await app.look();
    expect(app.keeper.installSoon()).toBe(false);
  });

  it('installs as soon as the session has ended, and not before', async () => {
    await app.look();
    expect(app.keeper.installSoon()).toBe(true);
    await app.look();
    await app.pass(DAY_MS);
    expect(app.count('install')).toBe(0);
    await app.lock();
    expect(app.count('install')).toBe(1);
  });
});
