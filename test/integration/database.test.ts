import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DEFAULT_POLICY } from '../../src/shared/policy/policy.js';
import { systemClock } from '../../src/main/host/clock.js';
import { composeIdentity } from '../../src/main/app/compose-identity.js';
import { SqlAccountStore } from '../../src/main/storage/account-store.js';
import { openAuditTrail } from '../../src/main/storage/audit-trail.js';
import { AccountDatabase, NewerDatabaseError } from '../../src/main/storage/database.js';
import { openIdentityStore } from '../../src/main/storage/identity-store.js';
import { installationId } from '../../src/main/storage/installation.js';
import { MIGRATIONS } from '../../src/main/storage/migrations/index.js';
import { openSessionStore } from '../../src/main/storage/session-store.js';
import { openUpdateStore } from '../../src/main/storage/update-store.js';
import type { UpdateStore } from '../../src/main/ports/index.js';
import { POLICY_DOCUMENT, sampleCredential, sampleMember } from '../support/account-samples.js';
import { AccountFile } from '../support/account-file.js';
import { sessionEnd } from '../support/fakes/builders.js';
import { filesWith } from '../support/traces.js';

let folder: string;
let path: string;
let file: AccountFile;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clinic-database-'));
  path = join(folder, 'account.db');
  file = new AccountFile(folder);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Where the creation of a clinic writes. */
const EVERY_TABLE = [
  ...['clinic', 'member', 'credential', 'policy_document', 'notice', 'audit_event'],
  ...['sealed_record', 'password_cost'],
];

const at = { wallMs: 1_700_000_000_000.5, bootMs: 12_345.678 };

function openWithClinic(): { database: AccountDatabase; account: SqlAccountStore } {
  const database = new AccountDatabase(path);
  const account = new SqlAccountStore(database);
  account.createClinic('Harbour', sampleMember('a', 'administrator'), POLICY_DOCUMENT);
  return { database, account };
}

describe('migrations', () => {
  test('an empty file gets every table, and opening it again changes nothing', () => {
    expect(MIGRATIONS[0]).toContain('CREATE TABLE member');
    new AccountDatabase(path).close();
    const tables = (): unknown => file.all('SELECT name, sql FROM sqlite_schema ORDER BY name');
    const before = tables();
    expect(before).toEqual(expect.arrayContaining([expect.objectContaining({ name: 'session' })]));
    new AccountDatabase(path).close();
    expect(tables()).toEqual(before);
    expect(file.all('PRAGMA user_version')).toEqual([{ user_version: MIGRATIONS.length }]);
    expect(file.all('PRAGMA journal_mode')).toEqual([{ journal_mode: 'wal' }]);
  });

  test('a database of a newer version is refused and stays as it was', () => {
    new AccountDatabase(path).close();
    file.run(`PRAGMA user_version = ${MIGRATIONS.length + 1}`);
    expect(() => new AccountDatabase(path)).toThrow(NewerDatabaseError);
    expect(file.all('PRAGMA user_version')).toEqual([{ user_version: MIGRATIONS.length + 1 }]);
  });

  test('a migration that fails leaves the version and the tables as they were', () => {
    const blocker = new Database(path);
    blocker.exec('CREATE TABLE notice (id INTEGER)');
    blocker.close();
    expect(() => new AccountDatabase(path)).toThrow(/notice/);
    expect(file.all('PRAGMA user_version')).toEqual([{ user_version: 0 }]);
    expect(file.all('SELECT name FROM sqlite_schema')).toEqual([{ name: 'notice' }]);
  });

  test('the installation keeps its id', () => {
    const database = new AccountDatabase(path);
    const id = installationId(database, 1);
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(installationId(database, 2)).toBe(id);
    database.close();
    expect(installationId(new AccountDatabase(path), 3)).toBe(id);
  });
});

test('what is remembered of updates survives a restart', () => {
  const reopened = (): UpdateStore => openUpdateStore(new AccountDatabase(path));
  expect(reopened().load()).toBeNull();
  const memory = {
    version: '1.0.0',
    checkedMs: 1_700_000_000_000,
    upToDateMs: 1_600_000_000_000,
    newer: { version: '1.1.0', sinceMs: 1_650_000_000_000 },
    refused: 'badSignature ',
  };
  reopened().save({ ...memory, checkedMs: 1_700_000_000_000.4 });
  expect(reopened().load()).toEqual(memory);
  const nothing = { checkedMs: null, upToDateMs: null, newer: null, refused: null };
  reopened().save({ version: '1.1.0', ...nothing });
  expect(reopened().load()).toEqual({ version: '1.1.0', ...nothing });
});

test('a sign-in under a clock that was ahead is not the newest one for as long', () => {
  const { account } = openWithClinic();
  account.addMember(sampleMember('b', 'receptionist'));
  account.recordSignIn('a', 2_000_000_000_000);
  account.recordSignIn('b', 1_700_000_000_000);
  expect(account.recentMembers(2).map(({ id }) => id)).toEqual(['b', 'a']);
  expect(account.memberById('a')?.lastSignedInAt).toBe(1_699_999_999_999);
});

test('a name that turns or breaks the line it stands in is shown without that', () => {
  const { account } = openWithClinic();
  file.run("UPDATE member SET name = ? WHERE id = 'a'", '\u202EDr.\nAda\u200B');
  file.run('UPDATE clinic SET name = ?', '\u200B\u2066');
  expect(account.memberById('a')?.name).toBe('Dr. Ada');
  expect(account.members().map(({ name }) => name)).toEqual(['Dr. Ada']);
  expect(account.clinicName()).toBe('(no readable name)');
});

describe('together', () => {
  test('keeps all of it, or nothing', () => {
    const { database, account } = openWithClinic();
    const before = file.all('SELECT * FROM member');
    expect(() =>
      database.together(() => {
        account.setMemberRole('a', 'bookkeeper');
        account.setCredential('a', sampleCredential('other', 2));
        throw new Error('in the middle');
      }),
    ).toThrow('in the middle');
    expect(file.all('SELECT * FROM member')).toEqual(before);
    database.together(() => account.setMemberRole('a', 'bookkeeper'));
    expect(account.memberById('a')?.role).toBe('bookkeeper');
  });

  test('a change that cannot be told in the audit trail is not made', async () => {
    const database = new AccountDatabase(path);
    const account = new SqlAccountStore(database);
    const trail = openAuditTrail(database, 'workstation');
    let writable = false;
    const { members } = composeIdentity({
      account,
      identityStore: openIdentityStore(database),
      clock: systemClock(),
      installation: 'installation',
      onExpired: () => undefined,
      audit: {
        append: (event) => {
          if (!writable) throw new Error('disk full');
          trail.append(event);
        },
      },
    });
    const form = {
      clinicName: 'Harbour',
      name: 'Dana',
      email: 'dana@harbour.example',
      password: 'correct horse battery staple',
    };
    const notices = ['timeoutWasNever'] as const;
    await expect(members.createClinic(form, DEFAULT_POLICY, notices)).rejects.toThrow('disk full');
    for (const table of EVERY_TABLE) expect(file.all(`SELECT * FROM ${table}`)).toEqual([]);

    writable = true;
    expect(await members.createClinic(form, DEFAULT_POLICY, notices)).toMatchObject({ ok: true });
    expect(file.audit('clinic.created')).toHaveLength(1);
  });

  test('a second clinic is refused, whole', () => {
    const { account } = openWithClinic();
    expect(() =>
      account.createClinic('Other', sampleMember('b', 'administrator'), POLICY_DOCUMENT),
    ).toThrow();
    expect(file.all('SELECT id FROM member')).toEqual([{ id: 'a' }]);
    expect(account.policyDocuments()).toHaveLength(1);
  });

  test('an email is taken once, whatever its case', () => {
    const { account } = openWithClinic();
    expect(account.addMember(sampleMember('b'))).toBe(true);
    expect(account.addMember({ ...sampleMember('c'), email: 'B@CLINIC.example' })).toBe(false);
    expect(account.members()).toHaveLength(2);
  });
});

describe('the session', () => {
  const half = Buffer.from('the database’s half of a key!', 'utf8');
  const record = {
    id: 'session-1',
    memberId: 'a',
    keyHalf: half,
    wrappedKey: Buffer.alloc(61, 9),
    activity: { counter: 1, box: Buffer.from('sealed') },
  };

  test('is read back as it was stored, and its activity only ever counts on', () => {
    const { database } = openWithClinic();
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

  test('revoked, it leaves no byte of its key half in any of the database’s files', () => {
    const { database } = openWithClinic();
    const store = openSessionStore(database, null);
    store.begin(record);
    store.recordActivity(record.id, { counter: 2, box: Buffer.from('sealed') });
    expect(filesWith(folder, [half])).not.toEqual([]);
    store.revoke(record.id);
    expect(store.current()).toBeNull();
    expect(filesWith(folder, [half])).toEqual([]);
    // While the database is still open: nothing waits for its last words.
    expect(statSync(`${path}-wal`).size).toBe(0);
  });

  test('a program that reads the database keeps the half in its log: that is no done wipe', () => {
    const { database } = openWithClinic();
    const store = openSessionStore(database, null);
    store.begin(record);
    const reader = new Database(path);
    reader.exec('BEGIN');
    reader.prepare('SELECT * FROM session').all();
    expect(() => store.revoke(record.id)).toThrow('reads the database');
    // Nobody can take it up again all the same.
    expect(store.current()).toBeNull();
    expect(filesWith(folder, [half])).not.toEqual([]);
    reader.exec('COMMIT');
    reader.close();
    store.revoke(record.id);
    expect(filesWith(folder, [half])).toEqual([]);
  });

  test('the mark of an unfinished wipe is kept until it is cleared', () => {
    const { database } = openWithClinic();
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

test('what another program locked works again as soon as it is released', () => {
  const { database } = openWithClinic();
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

test('notices go to active members, or to one, and are gone once seen', () => {
  const { account } = openWithClinic();
  account.addMember(sampleMember('b'));
  account.addMember(sampleMember('c'));
  account.setMemberActive('c', false);
  account.addNotice('timeoutWasNever', 1);
  account.addNotice('passwordSetForYou', 2, 'c');
  const kinds = (id: string): readonly string[] => account.noticesFor(id).map(({ kind }) => kind);
  expect(['a', 'b', 'c'].map(kinds)).toEqual([
    ['timeoutWasNever'],
    ['timeoutWasNever'],
    ['passwordSetForYou'],
  ]);
  account.acknowledgeNotice(account.noticesFor('a')[0]?.id ?? 0, 'a', 3);
  expect(['a', 'b'].map(kinds)).toEqual([[], ['timeoutWasNever']]);
});
