import { beforeEach, describe, expect, it } from 'vitest';
import { loadedOnce } from '../../../src/main/updates/loaded-once.js';
import { CHECK_EVERY_MS, QUIET_MS } from '../../../src/main/updates/update-keeper.js';
import { UpdateFailure } from '../../../src/main/updates/updater.js';
import { UpdatedApp } from './updated-app.js';

/* What checks and downloads leave for the next check, the audit trail and the next start. */

const DAY_MS = 86_400_000;

let app: UpdatedApp;
beforeEach(() => {
  app = new UpdatedApp();
});

describe('a loader that failed', () => {
  it('is asked again by the next check', async () => {
    let loads = 0;
    const load = (): Promise<never> => {
      loads += 1;
      return Promise.reject(new Error('a file is missing'));
    };
    app.restart(loadedOnce(load));
    await app.look();
    expect(app.keeper.facts.state).toMatchObject({
      state: 'failed',
      what: 'check',
      problem: 'failed',
    });
    await app.pass(CHECK_EVERY_MS);
    expect(loads).toBe(2);
  });
});

describe('what did not prove to be a release', () => {
  it.each(['check', 'download'] as const)('at a %s is in the audit trail, once', async (what) => {
    app.failing = { [what]: new UpdateFailure('badSignature') };
    await app.look();
    await app.pass(3 * CHECK_EVERY_MS);
    const version = what === 'check' ? null : '1.1.0';
    expect(app.audit.names).toEqual(['update.refused']);
    expect(app.audit.events[0]?.detail).toEqual({ what, problem: 'badSignature', version });
  });

  it('is in the audit trail also while a good update waits, and that update stays', async () => {
    await app.look();
    app.failing = { check: new UpdateFailure('badSignature') };
    await app.pass(CHECK_EVERY_MS);
    expect(app.audit.names).toEqual(['update.refused']);
    expect(app.keeper.facts.state).toEqual({ state: 'ready', version: '1.1.0' });
  });

  it('right before the installation is in the audit trail each time', async () => {
    app.failing = { verify: new UpdateFailure('checksum') };
    await app.look();
    await app.lock();
    await app.pass(QUIET_MS);
    expect(app.audit.events[0]?.detail).toEqual({
      what: 'install',
      problem: 'checksum',
      version: '1.1.0',
    });
    await app.pass(CHECK_EVERY_MS);
    expect(app.audit.names).toEqual(['update.refused', 'update.refused']);
  });
});

describe('a version that gets old', () => {
  it('counts from the release of the newer one', async () => {
    app.failing = { download: new UpdateFailure('interrupted') };
    app.release = { version: '1.1.0', releasedMs: app.clock.now().wallMs - 31 * DAY_MS };
    await app.look();
    expect(app.keeper.facts.outOfDate).toEqual({ level: 'note', days: 31, newerKnown: true });
    // A still newer release does not restart the count.
    app.release = { version: '1.2.0', releasedMs: app.clock.now().wallMs };
    await app.pass(60 * DAY_MS);
    expect(app.keeper.facts.outOfDate).toEqual({ level: 'warning', days: 91, newerKnown: true });
  });

  it('counts from the last time that it was the newest one', async () => {
    app.release = null;
    await app.look();
    await app.pass(40 * DAY_MS);
    expect(app.keeper.facts.outOfDate).toBeNull();
    app.failing = { check: new UpdateFailure('unreachable') };
    await app.pass(30 * DAY_MS);
    expect(app.keeper.facts.outOfDate).toEqual({ level: 'note', days: 30, newerKnown: false });
  });

  it('goes on counting after a restart', async () => {
    app.release = null;
    await app.look();
    await app.pass(10 * DAY_MS);
    const sinceMs = app.clock.now().wallMs;
    app.failing = { check: new UpdateFailure('unreachable') };
    await app.pass(20 * DAY_MS);
    app.restart();
    await app.pass(10 * DAY_MS);
    expect(app.keeper.facts.upToDateMs).toBe(sinceMs);
    expect(app.keeper.facts.outOfDate).toEqual({ level: 'note', days: 30, newerKnown: false });
  });

  it('is reported also if there are no updates', async () => {
    app.off = 'package';
    await app.pass(90 * DAY_MS);
    expect(app.keeper.facts.outOfDate).toEqual({ level: 'warning', days: 90, newerKnown: false });
  });
});
