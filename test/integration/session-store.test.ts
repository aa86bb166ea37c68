import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AccountDatabase } from '../../src/main/storage/database.js';
import { openSessionStore } from '../../src/main/storage/session-store.js';
import { AccountFile } from '../support/account-file.js';
import { sessionEnd } from '../support/fakes/builders.js';
import { filesWith } from '../support/traces.js';

let folder: string;
let path: string;
let database: AccountDatabase;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clinic-session-store-'));
  path = join(folder, 'account.db');
  database = new AccountDatabase(path);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = { wallMs: 1_700_000_000_000.5, bootMs: 12_345.678 };

describe('the session', () => {
  const half = Buffer.from('the database’s half of a key!', 'utf8');
  const record = {
    id: 'session-1',
    memberId: 'a',
    keyHalf: half,
    wrappedKey: Buffer.alloc(61, 9),
    activity: { counter: 1, box: Buffer.from('sealed') },
  };

  test('is read back as it was stored, and its activity counter only grows', () => {
    const store = openSessionStore(database, null);
    store.begin(record);
    expect(store.current()).toEqual(record);
    const activity = { counter: 3, box: Buffer.from('sealed later') };
    store.recordActivity(record.id, activity);
    store.recordActivity(record.id, { counter: 2, box: Buffer.from('an older one') });
    store.recordActivity(record.id, { counter: 3, box: Buffer.from('another one') });
    expect(store.current()).toEqual({ ...record, activity });
    expect(() => store.begin({ ...record, id: 'session-2' })).toThrow();
  });

  test('that is revoked leaves no byte of its key half in any of the database’s files', () => {
    const store = openSessionStore(database, null);
    store.begin(record);
    store.recordActivity(record.id, { counter: 2, box: Buffer.from('sealed') });
    expect(filesWith(folder, [half])).not.toEqual([]);
    store.revoke(record.id);
    expect(store.current()).toBeNull();
    expect(filesWith(folder, [half])).toEqual([]);
    // While the database is still open: the wipe does not wait for its closing.
    expect(statSync(`${path}-wal`).size).toBe(0);
  });

  test('a wipe is not done while a program that reads the database keeps the half in its log', () => {
    const store = openSessionStore(database, null);
    store.begin(record);
    const reader = new Database(path);
    reader.exec('BEGIN');
    reader.prepare('SELECT * FROM session').all();
    expect(() => store.revoke(record.id)).toThrow('reads the database');
    // Nobody can resume the session all the same.
    expect(store.current()).toBeNull();
    expect(filesWith(folder, [half])).not.toEqual([]);
    reader.exec('COMMIT');
    reader.close();
    store.revoke(record.id);
    expect(filesWith(folder, [half])).toEqual([]);
  });

  test('keeps the mark of an unfinished wipe until the mark is cleared', () => {
    const end = {
      sessionId: 'session-1',
      memberId: 'a',
      cause: 'idle',
      limitSeconds: 60,
      measuredMs: 60_012.5,
      latenessMs: 12.5,
      at,
    } as const;
    const store = openSessionStore(database, null);
    store.markWipePending(end);
    store.markWipePending({ ...end, cause: 'quit' });
    database.close();
    const again = openSessionStore(new AccountDatabase(path), null);
    expect(again.pendingWipe()).toEqual({ end, audited: false });
    again.markWipeAudited(end.sessionId);
    expect(again.pendingWipe()).toEqual({ end, audited: true });
    again.clearWipeMark(end.sessionId);
    expect(again.pendingWipe()).toBeNull();
  });
});

test('a store that another program locked works again as soon as it is released', () => {
  const store = openSessionStore(database, null);
  const release = new AccountFile(folder).lock();
  expect(() => store.markWipePending(sessionEnd())).toThrow('locked');
  expect(() => store.revoke('session-1')).toThrow('locked');
  release();
  store.markWipePending(sessionEnd());
  store.revoke('session-1');
  database.together(() => store.clearWipeMark('session-1'));
  expect(store.pendingWipe()).toBeNull();
});
