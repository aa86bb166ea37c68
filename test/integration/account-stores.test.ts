import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { START, type StoredEntry } from '../../src/main/account/entry.js';
import type { DecisionStore, LocalStore, LogRow, LogStore } from '../../src/main/ports/index.js';
import { AccountDatabase } from '../../src/main/storage/database.js';
import { openDecisionStore } from '../../src/main/storage/decision-store.js';
import { openLocalStore } from '../../src/main/storage/local-store.js';
import { openLogStore } from '../../src/main/storage/log-store.js';
import { AccountFile } from '../support/account-file.js';
import { MemoryDecisions } from '../support/fakes/memory-decisions.js';
import { MemoryLocal } from '../support/fakes/memory-local.js';
import { MemoryLog } from '../support/fakes/memory-log.js';
import { filesWith } from '../support/traces.js';

/*
 * The rules of the account's stores. The real ones and the fakes of the unit tests must pass the same tests.
 */

let folder: string;
let database: AccountDatabase;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clinic-stores-'));
  database = new AccountDatabase(join(folder, 'account.db'));
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

function entry(seq: number): StoredEntry {
  return {
    seq,
    body: Buffer.from(`decision ${seq}`),
    signature: Buffer.alloc(64, seq),
    link: Buffer.alloc(32, seq),
  };
}

describe.each<[string, () => DecisionStore]>([
  ['in memory', () => new MemoryDecisions()],
  ['in the database', () => openDecisionStore(database)],
])('decisions %s', (_where, open) => {
  let store: DecisionStore;
  beforeEach(() => {
    store = open();
    for (const seq of [1, 2, 3, 4]) store.append(entry(seq));
  });

  test('are read in their order, a page at a time', () => {
    expect(store.entriesAfter(0, 10)).toEqual([1, 2, 3, 4].map(entry));
    expect(store.entriesAfter(1, 2)).toEqual([2, 3].map(entry));
    expect(store.entriesAfter(4, 2)).toEqual([]);
    expect(store.entriesAfter(0, 0)).toEqual([]);
    expect(store.count()).toBe(4);
  });

  test('keep their numbers: there is no second one with the same', () => {
    expect(() => store.append({ ...entry(9), seq: 4 })).toThrow();
    expect(store.entriesAfter(0, 10)).toEqual([1, 2, 3, 4].map(entry));
  });

  test('after a position are taken out of the chain, and others take their numbers', () => {
    store.setAside({ seq: 2, link: entry(2).link });
    expect(store.entriesAfter(0, 10)).toEqual([1, 2].map(entry));
    expect(store.count()).toBe(2);
    store.append({ ...entry(8), seq: 3 });
    expect(store.entriesAfter(2, 10)).toEqual([{ ...entry(8), seq: 3 }]);
    store.setAside({ seq: 0, link: Buffer.alloc(32) });
    expect(store.count()).toBe(0);
  });

  test('have boxes, which go when no decision names them', () => {
    expect(store.box('one')).toBeNull();
    store.saveBox('one', Buffer.from('1'));
    store.saveBox('two', Buffer.from('2'));
    store.saveBox('one', Buffer.from('1 again'));
    expect(store.box('one')).toEqual(Buffer.from('1 again'));
    expect([...store.everyBox().keys()].sort()).toEqual(['one', 'two']);
    store.keepBoxes(new Set(['two', 'three']));
    expect(['one', 'two', 'three'].map((hash) => store.box(hash))).toEqual([
      null,
      Buffer.from('2'),
      null,
    ]);
    expect(store.everyBox()).toEqual(new Map([['two', Buffer.from('2')]]));
  });

  test('have a state, and only the newest one', () => {
    expect(store.savedState()).toBeNull();
    store.saveState('{"seq":1}');
    store.saveState('{"seq":2}');
    expect(store.savedState()).toBe('{"seq":2}');
  });

  test('are written together, or not at all', () => {
    const failing = (): void =>
      store.together(() => {
        store.append(entry(5));
        store.saveBox('five', Buffer.from('5'));
        store.saveState('{}');
        store.setAside({ seq: 1, link: entry(1).link });
        throw new Error('in the middle');
      });
    expect(failing).toThrow('in the middle');
    expect(store.entriesAfter(0, 10)).toEqual([1, 2, 3, 4].map(entry));
    expect([store.box('five'), store.savedState()]).toEqual([null, null]);
    const written = store.together(() => {
      store.append(entry(5));
      return store.together(() => store.count());
    });
    expect(written).toBe(5);
    expect(store.count()).toBe(5);
  });

  test('of this program’s own are not another one’s', () => {
    expect(store.wasWrittenByOthers()).toBe(false);
    store.saveState('{}');
    expect(store.wasWrittenByOthers()).toBe(false);
  });
});

test('another program’s write to the database is told once', () => {
  const store = openDecisionStore(database);
  const other = new AccountFile(folder);
  other.all('SELECT * FROM decision');
  expect(store.wasWrittenByOthers()).toBe(false);
  other.run("INSERT INTO clinic_state VALUES (1, '{}')");
  expect([store.wasWrittenByOthers(), store.wasWrittenByOthers()]).toEqual([true, false]);
});

test('what was set aside is kept for whoever looks into it', () => {
  const store = openDecisionStore(database);
  for (const seq of [1, 2, 3]) store.append(entry(seq));
  store.setAside({ seq: 1, link: entry(1).link });
  const kept = new AccountFile(folder).all(
    'SELECT seq, body, signature, link FROM decision_set_aside',
  );
  expect(kept.map(({ seq, body }) => [seq, Buffer.from(body as Uint8Array)])).toEqual(
    [2, 3].map((seq) => [seq, entry(seq).body]),
  );
});

test('a box that goes is overwritten on the disk', () => {
  const store = openDecisionStore(database);
  const secret = Buffer.from('what was sealed in here must be gone for good');
  store.saveBox('one', secret);
  store.keepBoxes(new Set());
  database.emptyLog();
  expect(filesWith(folder, [secret])).toEqual([]);
});

function memoryLocal(): LocalStore {
  const decisions = new MemoryDecisions();
  const local = new MemoryLocal((work) => decisions.together(work));
  decisions.local = local;
  return local;
}

describe.each<[string, () => LocalStore]>([
  ['in memory', memoryLocal],
  ['in the database', () => openLocalStore(database)],
])('what this computer keeps beside the decisions, %s,', (_where, open) => {
  let store: LocalStore;
  beforeEach(() => {
    store = open();
  });

  test('has the last sign-in of each member', () => {
    expect([...store.signIns()]).toEqual([]);
    store.recordSignIn('a', 1_000.4);
    store.recordSignIn('b', 2_000);
    store.recordSignIn('a', 3_000);
    expect(new Map(store.signIns())).toEqual(
      new Map([
        ['a', 3_000],
        ['b', 2_000],
      ]),
    );
  });

  test('has no sign-in that stays the newest because the clock was ahead', () => {
    store.recordSignIn('a', 2_000_000_000_000);
    store.recordSignIn('b', 1_700_000_000_000);
    expect(store.signIns().get('a')).toBe(1_699_999_999_999);
    expect(store.signIns().get('b')).toBe(1_700_000_000_000);
  });

  test('has the policy that was suggested last', () => {
    expect(store.suggestedPolicy()).toBeNull();
    store.suggestPolicy('{"version":1}');
    store.suggestPolicy('{"version":2}');
    expect(store.suggestedPolicy()).toBe('{"version":2}');
  });

  test('has notices, each for its recipients until they have seen it', () => {
    store.addNotice('timeoutWasNever', 1, ['a', 'b']);
    store.addNotice('failedSignIns', 2.5, ['b'], 3);
    store.addNotice('recordTampered', 3, []);
    const kinds = (id: string): unknown =>
      store.noticesFor(id).map(({ kind, amount }) => [kind, amount]);
    expect(kinds('a')).toEqual([['timeoutWasNever', null]]);
    expect(kinds('b')).toEqual([
      ['timeoutWasNever', null],
      ['failedSignIns', 3],
    ]);
    expect(kinds('c')).toEqual([]);
    const [first] = store.noticesFor('a');
    store.acknowledgeNotice(first?.id ?? 0, 'a', 4);
    store.acknowledgeNotice(first?.id ?? 0, 'c', 4);
    store.acknowledgeNotice(99, 'b', 4);
    expect(kinds('a')).toEqual([]);
    expect(store.noticesFor('b')).toHaveLength(2);
  });

  test('is written together, or not at all', () => {
    store.suggestPolicy('{"version":1}');
    const failing = (): void =>
      store.together(() => {
        store.recordSignIn('a', 1);
        store.suggestPolicy('{"version":2}');
        store.addNotice('timeoutWasNever', 1, ['a']);
        throw new Error('in the middle');
      });
    expect(failing).toThrow('in the middle');
    expect([...store.signIns()]).toEqual([]);
    expect([store.suggestedPolicy(), store.noticesFor('a')]).toEqual(['{"version":1}', []]);
    expect(store.together(() => store.together(() => 'made'))).toBe('made');
  });
});

function row(seq: number): LogRow {
  return { seq, link: Buffer.alloc(32, seq), body: Buffer.from(`sealed decision ${seq}`) };
}

interface LogAndDecisions {
  readonly decisions: DecisionStore;
  readonly log: LogStore;
}

function memoryLog(): LogAndDecisions {
  const decisions = new MemoryDecisions();
  const log = new MemoryLog();
  decisions.database = [log];
  return { decisions, log };
}

describe.each<[string, () => LogAndDecisions]>([
  ['in memory', memoryLog],
  [
    'in the database',
    () => ({ decisions: openDecisionStore(database), log: openLogStore(database) }),
  ],
])('the log of a shared account %s', (_where, open) => {
  let store: LogStore;
  let decisions: DecisionStore;
  beforeEach(() => {
    ({ decisions, log: store } = open());
  });

  test('is empty, and ends where every log begins', () => {
    expect([store.head(), store.linkOf(0), store.linkOf(1)]).toEqual([START, START.link, null]);
    expect(store.rowsAfter(0, 10)).toEqual([]);
  });

  test('is read in its order, a page at a time, byte for byte', () => {
    for (const seq of [1, 2, 3, 4]) store.append(row(seq));
    expect(store.rowsAfter(0, 10)).toEqual([1, 2, 3, 4].map(row));
    expect(store.rowsAfter(1, 2)).toEqual([2, 3].map(row));
    expect([store.rowsAfter(4, 2), store.rowsAfter(0, 0)]).toEqual([[], []]);
    expect(store.head()).toEqual({ seq: 4, link: row(4).link });
    expect([store.linkOf(2), store.linkOf(5)]).toEqual([row(2).link, null]);
  });

  test('has no second row with a number, and another in its place once all were taken away', () => {
    for (const seq of [1, 2]) store.append(row(seq));
    expect(() => store.append({ ...row(9), seq: 2 })).toThrow();
    expect(store.rowsAfter(0, 10)).toEqual([1, 2].map(row));
    store.clear();
    expect(store.head()).toEqual(START);
    store.append({ ...row(9), seq: 1 });
    expect(store.rowsAfter(0, 10)).toEqual([{ ...row(9), seq: 1 }]);
  });

  test('is written together with the decisions, or not at all', () => {
    store.append(row(1));
    const failing = (): void =>
      decisions.together(() => {
        decisions.append(entry(1));
        store.clear();
        store.append(row(1));
        store.append(row(2));
        throw new Error('in the middle');
      });
    expect(failing).toThrow('in the middle');
    expect(store.rowsAfter(0, 10)).toEqual([row(1)]);
    expect(decisions.count()).toBe(0);
  });
});
