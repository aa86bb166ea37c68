import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  AUDIT_PAGE,
  type AuditEntry,
  type AuditPlace,
  EVERY_EVENT,
} from '../../../../src/shared/workstation/audit-log.js';
import { verifyAudit } from '../../../../src/main/commands/verify-audit-command.js';
import { CommonAuditWorld, textOf } from '../../../support/common-audit.js';

/* The audit of all workstations, as an administrator reads, checks and exports it. */

// Time passes until something happens, also on a slow computer.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let world: CommonAuditWorld;
let putBack: () => void;

beforeAll(async () => {
  world = await CommonAuditWorld.openUsed();
});
afterAll(() => world.close());
// One clinic for all tests: what was done to the server is put back.
beforeEach(async () => {
  putBack = await world.remember();
});
afterEach(() => putBack());

describe('the clinic’s common audit', () => {
  it('is that of all workstations, from before the account was shared on', async () => {
    const { entries, source } = await world.page();
    expect(source).toBe('clinic');
    expect(new Set(entries.map(({ workstation }) => workstation))).toEqual(
      new Set(['Reception 1', 'Room 2', 'Room 3']),
    );
    expect(entries.map(({ title }) => title)).toContain('Account shared with other workstations');
    const verdict = await world.verify();
    expect(verdict).toMatchObject({ source: 'clinic', isComplete: true });
    expect(verdict.summary).toMatch(/^The logs of 3 workstations are complete: \d+ events/);
    expect(verdict.parts.map(({ workstation, copy }) => `${workstation} ${copy}`)).toEqual([
      ...['Reception 1 here', 'Reception 1 server', 'Room 2 server', 'Room 3 server'],
    ]);
  });

  it('tells the server nothing of what happened, and to whom', () => {
    const text = world.server.bytes.toString('latin1');
    const base64 = (words: string): string => Buffer.from(words).toString('base64').slice(0, 12);
    const { dana } = world;
    for (const secret of ['session.started', 'Laboratory', 'Dana', dana, 'Reception 1'])
      for (const form of [secret, base64(secret)]) expect(text.includes(form), form).toBe(false);
  });

  it('is found by what, whom and where', async () => {
    world.at(2).happens('member.disabled', { memberId: 'sam', detail: { by: 'kim' } });
    await world.sent();
    const titles = async (filter: Partial<typeof EVERY_EVENT>) =>
      (await world.page(null, { ...EVERY_EVENT, ...filter })).entries.map(({ title }) => title);
    expect(await titles({ memberId: 'sam' })).toEqual(['Member disabled']);
    expect(await titles({ memberId: 'kim' })).toEqual(['Member disabled']);
    const rooms = await world.page(null, { ...EVERY_EVENT, workstationId: world.at(1).id });
    expect(new Set(rooms.entries.map(({ workstation }) => workstation))).toEqual(
      new Set(['Room 2']),
    );
    expect(new Set(await titles({ subject: 'clinicApp' }))).toEqual(new Set(['Clinic app opened']));
  });

  it('is read by 50 in order, without gaps or doubles, while more arrive', async () => {
    for (let count = 0; count < 90; count += 1) {
      world.at(count % 3).happens('clinicApp.opened', { detail: { app: `App ${count}` } });
      if (count % 7 === 0) await world.clock.run(10);
    }
    await world.sent();
    const seen: AuditEntry[] = [];
    for (let before: AuditPlace | null = null; ;) {
      const { entries, more } = await world.page(before);
      seen.push(...entries);
      before = entries.at(-1)?.place ?? null;
      if (!more) break;
      expect(entries).toHaveLength(AUDIT_PAGE);
      for (const desk of world.desks) desk.happens('clinicApp.opened', { detail: { app: 'New' } });
      await world.sent();
    }
    const apps = seen.flatMap(({ details }) => details.filter((text) => text.startsWith('App ')));
    expect(apps).toHaveLength(90);
    expect(new Set(apps).size).toBe(90);
    const times = seen.map(({ atMs }) => atMs);
    expect(times).toEqual([...times].sort((one, other) => other - one));
  });

  it('is this computer’s own while the server is out of reach, and says so', async () => {
    const { entries } = await world.page();
    world.first.line.mood = 'cut';
    await world.until(() => world.first.clinic.link.server === null);
    const alone = await world.page(entries[20]?.place ?? null);
    expect(alone.source).toBe('here');
    expect(new Set(alone.entries.map(({ workstation }) => workstation))).toEqual(
      new Set(['Reception 1']),
    );
    const verdict = await world.verify();
    expect(verdict).toMatchObject({ source: 'here', isComplete: true });
    expect(verdict.summary).toContain('were not checked');
    expect(
      (await world.page(null, { ...EVERY_EVENT, workstationId: world.at(1).id })).entries,
    ).toEqual([]);
  });

  it('names what was not checked when the server goes meanwhile', async () => {
    const { line } = world.first;
    let calls = 0;
    line.beforeCall = (name) => {
      // A trail takes about a dozen: the first one is through, and the last one is not.
      if (name === 'trailItems' && (calls += 1) > 15) line.mood = 'cut';
    };
    const verdict = await world.verify();
    expect([verdict.source, verdict.isComplete]).toEqual(['clinic', false]);
    expect(verdict.notes.join()).toMatch(/^Not checked, because .*: (Room 2, )?Room 3\./);
  });

  it('as a table names the workstations', async () => {
    const text = await textOf(world.reading.auditLog.export('table', EVERY_EVENT, () => true));
    const [heading, ...lines] = text.trimEnd().split('\r\n');
    expect(heading).toContain('Time (UTC),Workstation,Member,Event');
    const events = world.desks.map(({ audit }) => audit.head()?.events ?? 0);
    expect(lines).toHaveLength(events.reduce((one, other) => one + other));
    expect(lines.filter((line) => line.includes(',Room 3,'))).toHaveLength(events[2] ?? 0);
  });

  it('as FHIR gives each event of each workstation a name of its own', async () => {
    const text = await textOf(world.reading.auditLog.export('fhir', EVERY_EVENT, () => true));
    const { entry } = JSON.parse(text) as { entry: { resource: { id: string } }[] };
    expect(new Set(entry.map(({ resource }) => resource.id)).size).toBe(entry.length);
  });
});

describe('the signed log of a clinic', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'clinic-signed-log-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function exported(): Promise<readonly string[]> {
    const { auditKeeping } = world.reading;
    const document = await world.passing(auditKeeping.signedLog(world.dana, () => true));
    if (document === null) throw new Error('There is no file.');
    return (await world.passing(textOf(document))).trimEnd().split('\n');
  }

  async function verified(lines: readonly string[]) {
    const file = join(folder, 'log.jsonl');
    writeFileSync(file, `${lines.join('\n')}\n`);
    return verifyAudit(file);
  }

  it('has the log of each workstation, and needs no server and no key', async () => {
    const { exitCode, message } = await verified(await exported());
    for (const name of ['Reception 1:', 'Room 2:', 'Room 3:']) expect(message).toContain(name);
    expect(message.match(/Complete since/g)).toHaveLength(3);
    expect(exitCode).toBe(0);
  });

  it('is not complete with an event changed, or a workstation taken out', async () => {
    const lines = await exported();
    const changed = lines.map((line) => line.replace('Laboratory 1', 'Laboratory 2'));
    expect((await verified(changed)).message).toMatch(/Room 3:\n.*not complete/);
    const last = Math.max(...lines.map((line, index) => (line.startsWith('{"trail"') ? index : 0)));
    const without = await verified([...lines.slice(0, last), lines.at(-1) ?? '']);
    expect(without.message).toContain('The log of Room 3 was taken out of the file.');
    expect(without.exitCode).toBe(1);
  });

  it('says which workstations are not in it, when the server was out of reach', async () => {
    world.first.line.mood = 'cut';
    await world.until(() => world.first.clinic.link.server === null);
    const { exitCode, message } = await verified(await exported());
    expect(message).toContain('Not in this file: Room 2, Room 3.');
    expect(exitCode).toBe(0);
  });
});
