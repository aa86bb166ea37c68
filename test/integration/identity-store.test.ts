import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { IdentityStore } from '../../src/main/ports/index.js';
import { AccountDatabase } from '../../src/main/storage/database.js';
import { openIdentityStore } from '../../src/main/storage/identity-store.js';
import { MemoryIdentityStore } from '../support/fakes/memory-identity-store.js';

/*
 * The rules of what identity keeps beside the account. The real store and the fake of the unit tests must
 * pass the same tests.
 */

let folder: string;
let database: AccountDatabase;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clinic-identity-'));
  database = new AccountDatabase(join(folder, 'account.db'));
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

const NAMES = ['a/1', 'a/12', 'A/1', 'a', 'a_1', 'b/a/1', 'aX1', 'a%', 'a%1', 'ä/1', 'ä/2', 'a/é'];

describe.each<[string, () => IdentityStore]>([
  ['in memory', () => new MemoryIdentityStore()],
  ['in the database', () => openIdentityStore(database)],
])('sealed records %s', (_where, open) => {
  let store: IdentityStore;
  beforeEach(() => {
    store = open();
    for (const name of NAMES) store.saveSealed(name, Buffer.from(name));
  });

  function left(): readonly string[] {
    return NAMES.filter((name) => store.sealed(name) !== null);
  }

  test('are read back as they were saved last', () => {
    expect(store.sealed('a/12')).toEqual(Buffer.from('a/12'));
    expect(store.sealed('nothing')).toBeNull();
    const box = Buffer.from('again');
    store.saveSealed('a/12', box);
    box.fill(0);
    expect(store.sealed('a/12')).toEqual(Buffer.from('again'));
    store.sealed('a/12')?.fill(0);
    expect(store.sealed('a/12')).toEqual(Buffer.from('again'));
  });

  test('are deleted by their exact name; a missing name does no harm', () => {
    for (const name of ['a/1', 'a%', 'nothing']) store.deleteSealed(name);
    expect(left()).toEqual(NAMES.filter((name) => name !== 'a/1' && name !== 'a%'));
  });

  test.each(['a/', 'A', 'a_', 'a%', '%', '_', 'a', 'b/a', 'ä/', 'a/1', 'a/123', 'x'])(
    'below %s are deleted by the exact beginning of their name',
    (prefix) => {
      store.deleteSealedBelow(prefix);
      expect(left()).toEqual(NAMES.filter((name) => !name.startsWith(prefix)));
    },
  );

  test('are never deleted all at once by mistake', () => {
    expect(() => store.deleteSealedBelow('')).toThrow(RangeError);
    expect(left()).toEqual(NAMES);
  });

  test.each([
    ['1', ['A/1', 'a/1', 'b/a/1', 'ä/1']],
    ['a', ['a', 'a/1', 'a/12', 'a/é', 'b/a/1']],
    ['a%', ['a%']],
    ['c', []],
  ])('of the member %s are those with that part in their name', (memberId, names) => {
    expect(store.sealedNamesOf(memberId)).toEqual(names);
  });
});

describe.each<[string, () => IdentityStore]>([
  ['in memory', () => new MemoryIdentityStore()],
  ['in the database', () => openIdentityStore(database)],
])('failed tries %s', (_where, open) => {
  test('are counted for each subject, until they are forgotten', () => {
    const store = open();
    const first = { count: 1, lastAt: { wallMs: 1.5, bootMs: 2.5 } };
    const second = { count: 2, lastAt: { wallMs: 3, bootMs: 4 } };
    expect(store.failedTries('a')).toBeNull();
    store.saveFailedTries('a', first);
    store.saveFailedTries('b', first);
    store.saveFailedTries('a', second);
    expect([store.failedTries('a'), store.failedTries('b')]).toEqual([second, first]);
    store.saveFailedTries('a', null);
    store.saveFailedTries('c', null);
    expect([store.failedTries('a'), store.failedTries('b')]).toEqual([null, first]);
  });
});
