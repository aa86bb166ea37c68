import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EVERY_EVENT } from '../../../../src/shared/workstation/audit-log.js';
import { CommonAuditWorld, wrongIn } from '../../../support/common-audit.js';

/* How the trail of each workstation comes to the clinic's server. */

// Time passes until something happens, also on a slow computer.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let world: CommonAuditWorld;

beforeEach(async () => {
  world = await CommonAuditWorld.openUsed();
});
afterEach(() => world.close());

describe('what a workstation brings', () => {
  it('a server that forgot it gets again', async () => {
    const before = world.server.trails.snapshot();
    for (const desk of world.desks) world.session(desk, 120);
    await world.sent();
    before();
    world.server.cutOff();
    await world.until(() => world.desks.every(({ clinic }) => clinic.link.server !== null));
    await world.sent();
    expect((await world.verify()).isComplete).toBe(true);
  });

  it('goes when the server is there again, however often the contact is lost', async () => {
    const { line } = world.at(1);
    line.mood = 'cut';
    world.session(world.at(1), 250);
    line.mood = 'works';
    let calls = 0;
    line.beforeCall = (name) => {
      if (name === 'bringTrail' && (calls += 1) === 2) line.losesNextAnswer = true;
    };
    await world.sent();
    expect(calls).toBeGreaterThan(2);
    expect((await world.verify()).isComplete).toBe(true);
  });

  it('waits longer and longer for a server that does not take it, and stays connected', async () => {
    const { line, clinic } = world.at(1);
    let calls = 0;
    line.beforeCall = (name) => {
      if (name !== 'bringTrail') return;
      calls += 1;
      throw new Error('It does not take this.');
    };
    world.at(1).happens('clinicApp.opened');
    const settled = () => new Promise<void>((next) => void setImmediate(next));
    await world.clock.run(100_000, settled);
    expect(calls).toBeGreaterThan(1);
    expect(calls).toBeLessThan(7);
    line.beforeCall = () => undefined;
    await world.until(() => clinic.link.server !== null);
    await world.sent();
  });

  it('is gone there as well once an administrator has removed it here', async () => {
    const { auditKeeping } = world.reading;
    const [before] = [world.first.audit.head()?.events ?? 0];
    world.clock.stop(7 * 366 * 86_400_000);
    await world.until(() => world.first.clinic.link.server !== null);
    expect(await auditKeeping.removeOld(world.dana)).toEqual({ ok: true, removed: before });
    await world.sent();
    let left = 0;
    world.server.trails.edit((items) => {
      left = items.filter(
        ({ workstation, kind }) => workstation === world.first.id && kind === 'event',
      ).length;
      return items;
    });
    expect(left).toBe((world.first.audit.head()?.events ?? 0) - before);
    const verdict = await world.verify();
    expect(wrongIn(verdict)['Reception 1']).toBeUndefined();
    expect(verdict.parts[1]?.notes.join()).toContain(`Events up to number ${before} were removed`);
  });

  it('of a removed workstation goes out before it is wiped, and is read like the others', async () => {
    const { desk, clinic, audit } = world.at(1);
    await world.first.desk.connect();
    await world.first.desk.office.remove(desk.id, false, world.first.desk.clinic.author);
    await world.until(() => clinic.link.state.kind === 'removed');
    world.at(1).happens('session.ended', { memberId: world.dana, cause: 'signOut' });
    await world.passing(clinic.common.sendLast());
    await world.until(() => world.first.desk.state.shared?.removed[desk.id] !== undefined);
    const { entries } = await world.page(null, { ...EVERY_EVENT, workstationId: desk.id });
    expect(entries.map(({ place }) => place.id)).toContain(audit.head()?.events);
    expect(new Set(entries.map(({ workstation }) => workstation))).toEqual(new Set(['Room 2']));
    expect(wrongIn(await world.verify())['Room 2']).toBeUndefined();
  });
});
