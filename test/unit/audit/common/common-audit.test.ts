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
import type { AuditVerdict } from '../../../../src/shared/workstation/audit-verdict.js';
import { verifyAudit } from '../../../../src/main/commands/verify-audit-command.js';
import type { StreamedDocument } from '../../../../src/main/ports/index.js';
import { CommonAuditWorld } from '../../../support/common-audit.js';
import type { KeptItem } from '../../../support/fakes/virtual-trails.js';

/* The audit of all workstations: brought to the server, read and checked by an administrator. */

// Time passes until something happens, also on a slow computer.
vi.setConfig({ testTimeout: 60_000 });

let world: CommonAuditWorld;
let restore: () => void;

async function open(): Promise<void> {
  world = await CommonAuditWorld.open();
  for (const desk of world.desks) world.session(desk);
  await world.sent();
}

/** One clinic for all tests that put back what they did. */
function openOnce(): void {
  beforeAll(open);
  afterAll(() => world.close());
  beforeEach(async () => {
    await world.until(() => world.desks.every(({ clinic }) => clinic.link.server !== null));
    await world.sent();
    restore = world.server.trails.snapshot();
  });
  afterEach(() => {
    const { line } = world.first;
    Object.assign(line, { lies: {}, mood: 'works', beforeCall: () => undefined });
    restore();
    world.server.cutOff();
  });
}

function verify(): Promise<AuditVerdict> {
  return world.passing(world.reading.auditCheck.run(world.dana));
}

function page(before: AuditPlace | null = null, filter = EVERY_EVENT) {
  return world.passing(world.reading.auditLog.page(filter, before));
}

async function textOf({ parts }: StreamedDocument): Promise<string> {
  let text = '';
  for await (const part of parts) text += part;
  return text;
}

/** What is wrong, by the workstation. */
function wrongIn({ parts }: AuditVerdict): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    parts
      .filter(({ copy, problems }) => copy === 'server' && problems.length > 0)
      .map(({ workstation, problems }) => [workstation, problems.map(({ text }) => text)]),
  );
}

/** Somebody who runs the server changes what it keeps of Room 2's trail. */
function editRoom2(change: (items: readonly KeptItem[]) => readonly KeptItem[]): void {
  const { id } = world.at(1);
  world.server.trails.edit((all) => [
    ...all.filter(({ workstation }) => workstation !== id),
    ...change(all.filter(({ workstation }) => workstation === id)),
  ]);
}

function itemOf(items: readonly KeptItem[], kind: KeptItem['kind'], number: number): KeptItem {
  const item = items.find((one) => one.kind === kind && one.number === number);
  if (item === undefined) throw new Error(`There is no ${kind} ${number}.`);
  return item;
}

const isEvent = ({ kind, number }: KeptItem, wanted: number): boolean =>
  kind === 'event' && number === wanted;

describe('the clinic’s common audit', () => {
  openOnce();

  it('is that of all workstations, from before the account was shared on', async () => {
    const { entries, source } = await page();
    expect(source).toBe('clinic');
    expect(new Set(entries.map(({ workstation }) => workstation))).toEqual(
      new Set(['Reception 1', 'Room 2', 'Room 3']),
    );
    expect(entries.map(({ title }) => title)).toContain('Account shared with other workstations');
    const verdict = await verify();
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
      (await page(null, { ...EVERY_EVENT, ...filter })).entries.map(({ title }) => title);
    expect(await titles({ memberId: 'sam' })).toEqual(['Member disabled']);
    expect(await titles({ memberId: 'kim' })).toEqual(['Member disabled']);
    const rooms = await page(null, { ...EVERY_EVENT, workstationId: world.at(1).id });
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
      const { entries, more } = await page(before);
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
    const { entries } = await page();
    world.first.line.mood = 'cut';
    await world.until(() => world.first.clinic.link.server === null);
    const alone = await page(entries[20]?.place ?? null);
    expect(alone.source).toBe('here');
    expect(new Set(alone.entries.map(({ workstation }) => workstation))).toEqual(
      new Set(['Reception 1']),
    );
    const verdict = await verify();
    expect(verdict).toMatchObject({ source: 'here', isComplete: true });
    expect(verdict.summary).toContain('were not checked');
    expect((await page(null, { ...EVERY_EVENT, workstationId: world.at(1).id })).entries).toEqual(
      [],
    );
  });

  it('names what was not checked when the server goes meanwhile', async () => {
    world.first.line.beforeCall = (name) => {
      if (name === 'trailItems') world.first.line.mood = 'cut';
    };
    const verdict = await verify();
    expect(verdict.isComplete).toBe(verdict.source === 'here');
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
  openOnce();
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
    const last = lines.findLastIndex((line) => line.startsWith('{"trail"'));
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

describe('whoever runs the server cannot', () => {
  openOnce();

  it.each<[string, (items: readonly KeptItem[]) => readonly KeptItem[], RegExp]>([
    [
      'change an event',
      (items) =>
        items.map((item) => {
          const box = Buffer.from(item.box);
          box.writeUInt8(box.readUInt8(40) ^ 1, 40);
          return isEvent(item, 3) ? { ...item, box } : item;
        }),
      /^Event 3 does not open/,
    ],
    ['drop one', (items) => items.filter((item) => !isEvent(item, 3)), /^Event 3 is missing/],
    [
      'cut off the end',
      (items) => items.filter(({ kind, number }) => kind !== 'event' || number < 5),
      /newest .* missing/i,
    ],
    [
      'show an event once more, under another number',
      (items) => [
        ...items,
        {
          ...itemOf(items, 'event', 3),
          number: items.filter(({ kind }) => kind === 'event').length + 1,
        },
      ],
      /does not open/,
    ],
    [
      'give an event what belongs to another one',
      (items) => {
        const { box } = itemOf(items, 'event', 2);
        return items.map((item) => (isEvent(item, 3) ? { ...item, box } : item));
      },
      /^Event 3 does not open/,
    ],
    [
      'exchange the key',
      (items) => {
        const { box } = itemOf([...otherItems()], 'key', 1);
        return items.map((item) => (item.kind === 'key' ? { ...item, box } : item));
      },
      /do not open/,
    ],
    [
      'take a signature away',
      (items) => items.filter(({ kind, number }) => kind !== 'head' || number !== 1),
      /has no signature of its member/,
    ],
    [
      'make one up that events were removed',
      (items) => [
        ...items.filter(({ kind, number }) => kind !== 'event' || number > 4),
        { ...itemOf(items, 'head', 1), kind: 'cut' as const },
      ],
      /missing on the server, or do not open/,
    ],
    [
      'take the record of the key away',
      (items) => items.filter(({ kind }) => kind !== 'segment'),
      /The record of the key for events from 1 on is missing/,
    ],
  ])('%s', async (_what, change, sentence) => {
    editRoom2(change);
    const verdict = await verify();
    expect(verdict.isComplete).toBe(false);
    expect(Object.keys(wrongIn(verdict))).toEqual(['Room 2']);
    expect(wrongIn(verdict)['Room 2']?.join('\n')).toMatch(sentence);
  });

  function* otherItems(): Iterable<KeptItem> {
    const all: KeptItem[] = [];
    world.server.trails.edit((items) => {
      all.push(...items.filter(({ workstation }) => workstation === world.at(2).id));
      return items;
    });
    yield* all;
  }

  it('exchange events of two workstations', async () => {
    const [one, other] = [world.at(1).id, world.at(2).id];
    world.server.trails.edit((items) =>
      items.map((item) => {
        if (item.kind !== 'event' || item.number !== 3) return item;
        const workstation = item.workstation === one ? other : one;
        return [one, other].includes(item.workstation) ? { ...item, workstation } : item;
      }),
    );
    const wrong = wrongIn(await verify());
    expect(Object.keys(wrong)).toEqual(['Room 2', 'Room 3']);
    for (const texts of Object.values(wrong)) expect(texts.join()).toMatch(/Event 3 does not open/);
  });

  it('give events in another order, or twice', async () => {
    world.first.line.lies.items = (truth) =>
      truth[0]?.kind === 'event' ? [...truth].reverse() : truth;
    const wrong = wrongIn(await verify());
    for (const name of ['Reception 1', 'Room 2', 'Room 3'])
      expect(wrong[name]).toEqual(['The server gave events twice, or in another order.']);
  });

  it('hide a whole workstation', async () => {
    world.at(1).happens('clinicApp.opened');
    await world.sent();
    world.server.trails.edit((items) =>
      items.filter(({ workstation }) => workstation !== world.first.id),
    );
    expect(wrongIn(await verify())['Reception 1']?.join()).toMatch(/All events are missing/);
  });

  it('hide what does not open: it is shown as such', async () => {
    editRoom2((items) =>
      items.map((item) => (isEvent(item, 3) ? { ...item, box: Buffer.alloc(80, 1) } : item)),
    );
    const { entries } = await page();
    expect(entries.filter(({ title }) => title === 'An entry that does not open')).toMatchObject([
      { workstation: 'Room 2', alarming: true, place: { id: 3 }, member: null },
    ]);
  });
});

describe('what a workstation brings', () => {
  beforeEach(open);
  afterEach(() => world.close());

  it('a server that forgot it gets again', async () => {
    const before = world.server.trails.snapshot();
    for (const desk of world.desks) world.session(desk, 120);
    await world.sent();
    before();
    world.server.cutOff();
    await world.until(() => world.desks.every(({ clinic }) => clinic.link.server !== null));
    await world.sent();
    expect((await verify()).isComplete).toBe(true);
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
    expect((await verify()).isComplete).toBe(true);
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
    await world.clock.run(600_000, settled);
    expect(calls).toBeGreaterThan(1);
    expect(calls).toBeLessThan(10);
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
    const verdict = await verify();
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
    const { entries } = await page(null, { ...EVERY_EVENT, workstationId: desk.id });
    expect(entries.map(({ place }) => place.id)).toContain(audit.head()?.events);
    expect(new Set(entries.map(({ workstation }) => workstation))).toEqual(new Set(['Room 2']));
    expect(wrongIn(await verify())['Room 2']).toBeUndefined();
  });
});
