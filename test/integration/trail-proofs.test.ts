import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Proofs } from '../../src/main/audit/verify/verify-trail.js';
import { DANA, SAM, TrailWorld } from '../support/trail-world.js';

let folder: string;
let path: string;
let world: TrailWorld;

/** How many events there are. */
const LAST = 22;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clinic-trail-'));
  path = join(folder, 'account.db');
  world = new TrailWorld(path);
  world.found().session().session(SAM);
  world.decide();
  world.session(SAM).session();
});
afterEach(() => {
  world.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What is wrong, as `kind from–to`, or `kind from=other`. */
async function problems(other: Partial<Proofs> = {}): Promise<readonly string[]> {
  return (await world.verify(other)).problems.map(({ kind, from, to, other: from2 }) =>
    from2 === undefined ? `${kind} ${from}–${to}` : `${kind} ${from}=${from2}`,
  );
}

/** A column of one row becomes that of another one. */
function exchange(columns: readonly string[], a: number, b: number): string {
  const set = columns
    .map(
      (name) => `${name} = (SELECT ${name} FROM old WHERE old.id = ${a} + ${b} - audit_event.id)`,
    )
    .join(', ');
  return `CREATE TABLE old AS SELECT * FROM audit_event;
    UPDATE audit_event SET ${set} WHERE id IN (${a}, ${b}); DROP TABLE old;`;
}

const TEXTS = ['at', 'member_id', 'event', 'cause', 'measured_ms', 'limit_seconds'];
const SAID = [...TEXTS, 'lateness_ms', 'wipe', 'detail'];

/** A whole table as it was, put in the place of the one that is there. */
function replaced(table: string): string {
  return `DELETE FROM ${table}; INSERT INTO ${table} SELECT * FROM old.${table};`;
}
const TABLES = ['audit_event', 'trail_state', 'trail_segment', 'trail_head', 'trail_cut'];

describe('a trail that nobody touched', () => {
  test('is complete', async () => {
    expect(await world.verify()).toMatchObject({
      ...{ sound: LAST, first: { id: 1 }, last: { id: LAST }, cut: null, withKeys: true },
      problems: [],
      signed: { events: LAST - 1, memberId: DANA },
    });
  });

  test('goes on after a restart, and with new keys of administrators', async () => {
    world.close();
    world.open();
    world.rotate();
    world.session(SAM).session();
    expect(world.trail.segments()).toHaveLength(3);
    expect(await problems()).toEqual([]);
  });

  test('is complete by its links and signatures alone, where nobody has a key', async () => {
    expect(await world.verify({ openFirstKey: null })).toMatchObject({
      ...{ sound: LAST, problems: [], withKeys: false },
    });
  });

  test('an event that is undone with its transaction leaves no trace', async () => {
    expect(() =>
      world.together(() => {
        world.happens('policy.changed');
        throw new Error('the disk is full');
      }),
    ).toThrow('full');
    world.session();
    expect(await problems()).toEqual([]);
    expect(world.trail.heads(0, 100)).toHaveLength(10);
  });
});

describe('one row changed', () => {
  test.each([
    ['time', 'at = at + 1'],
    ['workstation', "workstation = 'station-2'"],
    ['member', `member_id = '${DANA}'`],
    ['no member', 'member_id = NULL'],
    ['event', "event = 'session.resumed'"],
    ['cause', "cause = 'signOut'"],
    ['measured time', 'measured_ms = 60004.5'],
    ['limit', 'limit_seconds = 900'],
    ['lateness', 'lateness_ms = 0'],
    ['wipe result', "wipe = 'failed'"],
    ['detail', "detail = '{}'"],
    ['link', 'link = zeroblob(32)'],
    ['seal', 'seal = zeroblob(32)'],
    ['no proofs', 'link = NULL, seal = NULL'],
  ])('%s', async (_what, set) => {
    world.edit(`UPDATE audit_event SET ${set} WHERE id = 12`);
    const found = await problems();
    expect(found).toContain('changed 12–12');
    expect(found.every((one) => one.endsWith(' 12–12'))).toBe(true);
    world.session();
    expect(await problems()).toEqual(found);
  });

  test('the last one', async () => {
    world.edit(`UPDATE audit_event SET wipe = 'failed' WHERE id = ${LAST}`);
    expect(await problems()).toEqual([`changed ${LAST}–${LAST}`]);
  });

  test('is found by links and signatures alone as well', async () => {
    world.edit("UPDATE audit_event SET cause = 'signOut' WHERE id = 12");
    expect(await problems({ openFirstKey: null })).toEqual(['changed 12–12']);
  });
});

describe('rows', () => {
  test.each([
    ['one deleted', ['DELETE FROM audit_event WHERE id = 9'], ['missing 9–9']],
    ['many deleted', ['DELETE FROM audit_event WHERE id BETWEEN 4 AND 15'], ['missing 4–15']],
    ['the first deleted', ['DELETE FROM audit_event WHERE id < 5'], ['missing 1–4']],
    [
      'one inserted at the end',
      [`INSERT INTO audit_event (at, workstation, event) VALUES (1, 'station-1', 'x')`],
      ['inserted 23–23'],
    ],
    [
      'one inserted far beyond the end',
      [`INSERT INTO audit_event (id, at, workstation, event) VALUES (900, 1, 'station-1', 'x')`],
      ['inserted 900–900'],
    ],
    [
      'one inserted in the middle',
      [
        'UPDATE audit_event SET id = -id - 1 WHERE id >= 20',
        'UPDATE audit_event SET id = -id WHERE id < 0',
        `INSERT INTO audit_event (id, at, workstation, event) VALUES (20, 1, 'station-1', 'x')`,
      ],
      ['inserted 20–20', 'moved 21=20', 'moved 22=21', 'moved 23=22'],
    ],
    [
      'one deleted and the numbers closed up',
      ['DELETE FROM audit_event WHERE id = 20', 'UPDATE audit_event SET id = id - 1 WHERE id > 20'],
      ['moved 20=21', 'moved 21=22', 'cutOff 22–22'],
    ],
    [
      'one doubled',
      [
        `INSERT INTO audit_event (${['workstation', ...SAID, 'link', 'seal'].join()})
         SELECT ${['workstation', ...SAID, 'link', 'seal'].join()} FROM audit_event WHERE id = 5`,
      ],
      ['doubled 23=5'],
    ],
    [
      'two swapped whole',
      [
        'UPDATE audit_event SET id = -1 WHERE id = 9',
        'UPDATE audit_event SET id = 9 WHERE id = 15',
        'UPDATE audit_event SET id = 15 WHERE id = -1',
      ],
      ['moved 9=15', 'moved 15=9'],
    ],
    ['what two say swapped', [exchange(SAID, 9, 15)], ['moved 9=15', 'moved 15=9']],
    ['the end cut off', ['DELETE FROM audit_event WHERE id > 18'], ['cutOff 19–22']],
    ['emptied', ['DELETE FROM audit_event'], ['emptied 1–22']],
  ])('%s', async (_what, statements, expected) => {
    world.edit(...statements);
    expect([...(await problems())].sort()).toEqual([...expected].sort());
  });

  test('that another program inserted stay found, and the trail goes on after them', async () => {
    world.edit(`INSERT INTO audit_event (at, workstation, event) VALUES (1, 'station-1', 'x')`);
    world.session();
    expect(await problems()).toEqual(['inserted 23–23']);
    world.edit('DELETE FROM audit_event WHERE id = 23');
    expect(await problems()).toEqual(['inserted 23–23']);
  });

  test('that were cut off stay missing, when the app has gone on', async () => {
    world.edit('DELETE FROM audit_event WHERE id > 18');
    world.session();
    expect(await problems()).toEqual(['missing 19–22']);
  });

  test('an end that was cut off with the count and the signatures that show it', async () => {
    const key = (world.trail.state()?.key ?? Buffer.alloc(0)).toString('hex');
    world.edit(
      'DELETE FROM audit_event WHERE id > 18',
      'DELETE FROM trail_head WHERE events > 18',
      `UPDATE trail_state SET events = 18, link = (SELECT link FROM audit_event WHERE id = 18)`,
    );
    expect(world.trail.state()?.key.toString('hex')).toBe(key);
    expect(await problems()).toEqual(['cutOff 19–22', 'stateChanged 23–23']);
  });
});

describe('a table that was replaced', () => {
  /** Runs statements with another database beside this one, as `old`. */
  function with_(other: string, statements: readonly string[]): void {
    world.use((file) => {
      const names = file.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").all();
      for (const { name } of names as { name: string }[]) file.exec(`DROP TRIGGER ${name}`);
      file.exec(`ATTACH '${other}' AS old`);
      for (const sql of statements) file.exec(sql);
    });
  }

  function copyOfNow(): string {
    const other = join(folder, 'copy.db');
    world.emptyLog();
    copyFileSync(path, other);
    return other;
  }

  test('the events by an older copy', async () => {
    const other = copyOfNow();
    world.session();
    with_(other, [replaced('audit_event')]);
    expect(await problems()).toEqual(['unguarded 1–1', 'cutOff 23–27']);
  });

  test('every table of the trail by an older copy: the clinic’s decisions know more', async () => {
    const other = copyOfNow();
    world.session();
    world.decide();
    with_(other, TABLES.map(replaced));
    expect(await problems()).toEqual(['unguarded 1–1', 'cutOff 23–27']);
  });

  test('every table by an older copy, and the app has gone on since', async () => {
    const other = copyOfNow();
    world.session();
    world.decide();
    with_(other, TABLES.map(replaced));
    world.session(SAM, 5);
    // Event 21 was the last one that somebody had signed.
    expect(await problems()).toEqual(['unguarded 1–1', 'rewritten 22–27']);
  });

  test('every table by an older copy without a decision since: the keychain remembers', async () => {
    const other = copyOfNow();
    world.session();
    const head = world.trail.head();
    if (head === null) throw new Error('no events');
    with_(other, TABLES.map(replaced));
    expect(await problems()).toEqual(['unguarded 1–1']);
    const remembered = { ...head, at: null };
    expect(await problems({ remembered })).toEqual(['unguarded 1–1', 'cutOff 23–27']);
  });

  test('all of them by those of another computer', async () => {
    const other = join(folder, 'other.db');
    const elsewhere = new TrailWorld(other, 'station-2');
    elsewhere.found().session().session();
    elsewhere.close();
    with_(other, TABLES.map(replaced));
    const found = await problems();
    expect(found).toEqual(
      expect.arrayContaining(['otherComputer 1–12', 'keyUnreadable 2–2', 'headForged 3–3']),
    );
  });

  test('the events alone by those of another computer', async () => {
    const other = join(folder, 'other.db');
    const elsewhere = new TrailWorld(other, 'station-2');
    elsewhere.found().session().session().session().session();
    elsewhere.close();
    with_(other, [replaced('audit_event')]);
    expect(await problems()).toEqual(
      expect.arrayContaining([`otherComputer 1–${LAST}`, `changed 1–${LAST}`]),
    );
  });
});
