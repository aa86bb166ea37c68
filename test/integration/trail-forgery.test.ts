import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { keyAfter } from '../../src/main/keys/trail-seal.js';
import type { Proofs } from '../../src/main/audit/verify/verify-trail.js';
import { forgeRows, forgeSegment } from '../support/trail-forger.js';
import { SAM, TrailWorld } from '../support/trail-world.js';

let folder: string;
let path: string;
let world: TrailWorld;

/** How many events there are, and where sessions begin. */
const LAST = 22;
const SAM_BEGINS = 13;

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

describe('whoever has what lies on the disk', () => {
  test('cannot seal earlier events anew with the key of the next one', async () => {
    const key = world.trail.state()?.key ?? Buffer.alloc(0);
    forgeRows(world, 15, key, (row) => (row.id === 15 ? { ...row, event: 'policy.set' } : row));
    expect(await problems()).toEqual([`changed 15–${LAST}`, 'stateChanged 23–23']);
  });

  test('cannot put a first key of their own in the place of the app’s', async () => {
    const first = Buffer.alloc(32, 7);
    forgeSegment(world, first);
    const found = await problems();
    expect(found).toEqual(expect.arrayContaining(['keyReplaced 2–2']));
    expect(found.some((one) => one.startsWith('rewritten'))).toBe(true);
  });

  test('cannot exchange or delete signatures', async () => {
    world.edit(`UPDATE trail_head SET link = zeroblob(32) WHERE events = ${SAM_BEGINS}`);
    expect(await problems()).toEqual(['headForged 13–13', 'headMissing 13–13']);
    world.edit('DELETE FROM trail_head');
    expect(await problems()).toEqual([3, 8, 13, 18].map((id) => `headMissing ${id}–${id}`));
  });

  test('cannot lose the key, or give another one', async () => {
    world.edit('DELETE FROM trail_state');
    expect(await problems()).toEqual(['stateMissing 23–23']);
    world.session();
    expect(await problems()).toEqual(['restarted 23–23']);
    world.edit('UPDATE trail_state SET key = zeroblob(32)');
    expect(await problems()).toEqual(['restarted 23–23', 'stateChanged 28–28']);
    world.session();
    expect(await problems()).toEqual(['restarted 23–23', 'changed 28–32', 'stateChanged 33–33']);
  });

  test('cannot lose the first keys', async () => {
    world.edit('DELETE FROM trail_segment');
    world.session();
    expect(await problems()).toEqual(['keyMissing 1–22']);
  });

  test('is seen when the rules against changes are gone', async () => {
    world.use((file) => file.exec('DROP TRIGGER audit_event_is_never_deleted'));
    expect(await problems()).toEqual(['unguarded 1–1']);
  });

  test('finds no earlier key in the files once the log is empty', () => {
    const keys: Buffer[] = [];
    for (let count = 0; count < 30; count += 1) {
      keys.push(world.trail.state()?.key ?? Buffer.alloc(0));
      world.happens('clinicApp.opened');
    }
    world.emptyLog();
    const bytes = Buffer.concat([readFileSync(path), readFileSync(`${path}-wal`)]);
    for (const key of keys) expect(bytes.includes(key)).toBe(false);
    const now = world.trail.state()?.key ?? Buffer.alloc(0);
    expect(bytes.includes(now)).toBe(true);
    expect(keyAfter(keys.at(-1) ?? Buffer.alloc(0))).toEqual(now);
  });
});
