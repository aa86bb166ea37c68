import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { TrailKeeping } from '../../src/main/audit/trail-keeping.js';
import { DANA, SAM, TrailWorld } from '../support/trail-world.js';

/* How long the trail is kept, and what a check says of a trail that was shortened. */

const YEAR_MS = 365.25 * 86_400_000;

let folder: string;
let world: TrailWorld;
let keeping: TrailKeeping;
let years: number;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clinic-cut-'));
  world = new TrailWorld(join(folder, 'account.db'));
  years = 6;
  world.found().session().session(SAM);
  world.decide();
  world.wallMs += 4 * YEAR_MS;
  world.session(SAM).session();
  world.wallMs += 3 * YEAR_MS;
  world.session();
  const clock = { now: () => ({ wallMs: world.wallMs, bootMs: 1 }) } as never;
  const account = { together: <T>(work: () => T): T => world.together(work) };
  const parts = { trail: world.trail, audit: world.trail, account, clock };
  keeping = new TrailKeeping({ ...parts, years: () => years });
});
afterEach(() => {
  world.close();
  rmSync(folder, { recursive: true, force: true });
});

const remove = () => keeping.remove(DANA, world.keys[DANA]);

async function problems(): Promise<readonly string[]> {
  return (await world.verify()).problems.map(({ kind, from, to }) => `${kind} ${from}–${to}`);
}

describe('removing older events', () => {
  test('removes those alone that are older than the clinic keeps them, and proves the rest', async () => {
    expect(keeping.keeping()).toEqual({ years: 6, older: 12 });
    expect(await remove()).toEqual({ ok: true, removed: 12 });
    expect(world.trail.rows(0, 1)[0]?.id).toBe(13);
    expect(await world.verify()).toMatchObject({
      ...{ problems: [], sound: 16, first: { id: 13 } },
      cut: { events: 12, memberId: DANA },
    });
    expect(world.trail.rows(27, 1)).toMatchObject([
      { event: 'auditLog.cut', memberId: DANA, detail: '{"events":12}' },
    ]);
    expect(world.trail.heads(0, 100).every(({ events }) => events > 12)).toBe(true);
    expect(keeping.keeping().older).toBe(0);
  });

  test('again, and with another length', async () => {
    await remove();
    years = 2;
    expect(await remove()).toEqual({ ok: true, removed: 10 });
    world.session();
    expect(await world.verify()).toMatchObject({ problems: [], cut: { events: 22 } });
  });

  test('removes nothing when nothing is older', async () => {
    years = 20;
    expect(await remove()).toEqual({ ok: true, removed: 0 });
    expect(world.trail.cuts()).toEqual([]);
  });

  test('with new keys of administrators since', async () => {
    world.rotate();
    world.session();
    await remove();
    years = 1;
    await remove();
    expect(await problems()).toEqual([]);
  });

  test('goes on later when the app ended meanwhile: nobody misses what is still there', async () => {
    const rows = world.trail.rows(0, 12);
    await remove();
    const columns = 'at, workstation, event, link, seal';
    world.use((file) => {
      const again = file.prepare(
        `INSERT INTO audit_event (id, member_id, detail, ${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      );
      for (const { id, memberId, detail, at, workstation, event, link, seal } of rows.slice(5))
        again.run(id, memberId, detail, at, workstation, event, link, seal);
    });
    expect(await problems()).toEqual([]);
    await keeping.sweep();
    expect(world.trail.rows(0, 1)[0]?.id).toBe(13);
  });

  test('is refused where the event has lost its link', async () => {
    world.edit('UPDATE audit_event SET link = NULL WHERE id = 12');
    expect(await remove()).toEqual({ ok: false, code: 'auditLogDamaged' });
    expect(world.trail.rows(0, 1)[0]?.id).toBe(1);
  });

  test('stays possible in parts alone: the database keeps what no cut has removed', async () => {
    await remove();
    expect(() => world.use((file) => file.exec('DELETE FROM audit_event WHERE id = 13'))).toThrow(
      /append-only/,
    );
    expect(() => world.use((file) => file.exec('DELETE FROM trail_cut'))).toThrow(/append-only/);
    expect(() => world.use((file) => file.exec('UPDATE trail_cut SET events = 20'))).toThrow(
      /append-only/,
    );
  });
});

describe('a cut that was forged', () => {
  const forged = (events: number): string =>
    `INSERT INTO trail_cut (events, link, at, member_id, key, signature, commitment)
     SELECT ${events}, link, at, '${DANA}', '${world.keys[DANA].publicKeys.signing}',
       zeroblob(64), (SELECT commitment FROM trail_segment WHERE number = 2)
     FROM audit_event WHERE id = ${events};
     DELETE FROM audit_event WHERE id <= ${events}`;

  test('opens the database’s own rules, and is found', async () => {
    world.use((file) => file.exec(forged(12)));
    expect(world.trail.rows(0, 1)[0]?.id).toBe(13);
    expect(await problems()).toEqual(expect.arrayContaining(['cutForged 12–12', 'missing 1–12']));
  });

  test('behind a real one as well', async () => {
    await remove();
    world.use((file) => file.exec(forged(20)));
    expect(await problems()).toEqual(expect.arrayContaining(['cutForged 20–20', 'missing 13–20']));
  });

  test('by somebody who is no administrator', async () => {
    expect(await keeping.remove(SAM, world.keys[SAM])).toMatchObject({ ok: true });
    expect(await problems()).toEqual(expect.arrayContaining(['cutForged 12–12']));
  });

  test('whose number was changed afterwards', async () => {
    await remove();
    world.edit('UPDATE trail_cut SET events = 17', 'DELETE FROM audit_event WHERE id <= 17');
    expect(await problems()).toEqual(expect.arrayContaining(['cutForged 17–17']));
  });

  test('and removed together with what it explains', async () => {
    await remove();
    world.edit('DELETE FROM trail_cut');
    expect(await problems()).toEqual(expect.arrayContaining(['missing 1–12']));
  });
});
