import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AccountDecisions } from '../../src/main/account/decisions.js';
import { DEFAULT_POLICY } from '../../src/shared/policy/policy.js';
import { systemClock } from '../../src/main/host/clock.js';
import { composeIdentity } from '../../src/main/app/compose-identity.js';
import { SqlAccountStore } from '../../src/main/storage/account-store.js';
import { openAuditTrail } from '../../src/main/storage/audit-trail.js';
import {
  AccountDatabase,
  NewerDatabaseError,
  OlderDatabaseError,
  SCHEMA_VERSION,
} from '../../src/main/storage/database.js';
import { openIdentityStore } from '../../src/main/storage/identity-store.js';
import { installationId } from '../../src/main/storage/installation.js';
import { openSessionStore } from '../../src/main/storage/session-store.js';
import { openUpdateStore } from '../../src/main/storage/update-store.js';
import type { UpdateStore } from '../../src/main/ports/index.js';
import { POLICY_DOCUMENT, sampleCredential, sampleMember } from '../support/account-samples.js';
import { AccountFile } from '../support/account-file.js';

let folder: string;
let path: string;
let file: AccountFile;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clinic-database-'));
  path = join(folder, 'account.db');
  file = new AccountFile(folder);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The tables that the creation of a clinic writes to. */
const EVERY_TABLE = [
  ...['clinic', 'member', 'credential', 'policy_document', 'notice', 'audit_event'],
  ...['sealed_record', 'password_cost'],
];

function openWithClinic(): { database: AccountDatabase; account: SqlAccountStore } {
  const database = new AccountDatabase(path);
  const account = new SqlAccountStore(database);
  account.createClinic('Harbour', sampleMember('a', 'administrator'), POLICY_DOCUMENT);
  return { database, account };
}

describe('the schema', () => {
  test('an empty file gets every table, and opening it again changes nothing', () => {
    new AccountDatabase(path).close();
    const tables = (): unknown => file.all('SELECT name, sql FROM sqlite_schema ORDER BY name');
    const before = tables();
    expect(before).toEqual(expect.arrayContaining([expect.objectContaining({ name: 'session' })]));
    new AccountDatabase(path).close();
    expect(tables()).toEqual(before);
    expect(file.all('PRAGMA user_version')).toEqual([{ user_version: SCHEMA_VERSION }]);
    expect(file.all('PRAGMA journal_mode')).toEqual([{ journal_mode: 'wal' }]);
  });

  test('a database of a newer version is refused and stays as it was', () => {
    new AccountDatabase(path).close();
    file.run(`PRAGMA user_version = ${SCHEMA_VERSION + 1}`);
    expect(() => new AccountDatabase(path)).toThrow(NewerDatabaseError);
    expect(file.all('PRAGMA user_version')).toEqual([{ user_version: SCHEMA_VERSION + 1 }]);
  });

  test('a database from when the schema had four steps is migrated without loss', () => {
    const { database, account } = openWithClinic();
    const members = account.members();
    database.close();
    file.run(
      'CREATE TABLE legacy_password (member_id TEXT PRIMARY KEY, hash TEXT NOT NULL) STRICT',
    );
    file.run('DROP TABLE session');
    file.run(
      "CREATE TABLE session (only_row INTEGER PRIMARY KEY CHECK (only_row = 1), id TEXT NOT NULL, member_id TEXT NOT NULL REFERENCES member (id), key_half BLOB NOT NULL, wrapped_key BLOB NOT NULL DEFAULT x'', activity_counter INTEGER NOT NULL DEFAULT 0, activity BLOB NOT NULL DEFAULT x'') STRICT",
    );
    const again = new AccountDatabase(path);
    expect(new SqlAccountStore(again).members()).toEqual(members);
    const session = {
      id: 's',
      memberId: 'a',
      keyHalf: Buffer.alloc(32, 1),
      wrappedKey: Buffer.alloc(60, 2),
      activity: { counter: 3, box: Buffer.alloc(40, 4) },
    };
    const store = openSessionStore(again, null);
    store.begin(session);
    expect(store.current()).toEqual(session);
  });

  test.each([1, 2, 3])(
    'a database from before the first release, of version %i, is refused',
    (version) => {
      new AccountDatabase(path).close();
      file.run(`PRAGMA user_version = ${version}`);
      expect(() => new AccountDatabase(path)).toThrow(OlderDatabaseError);
      expect(file.all('PRAGMA user_version')).toEqual([{ user_version: version }]);
    },
  );

  test('a database whose tables can’t be created stays as it was', () => {
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

test('the memory of updates survives a restart', () => {
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

test('a sign-in under a clock that was ahead does not stay the newest one', () => {
  const { account } = openWithClinic();
  account.addMember(sampleMember('b', 'receptionist'));
  account.recordSignIn('a', 2_000_000_000_000);
  account.recordSignIn('b', 1_700_000_000_000);
  expect(account.recentMembers(2).map(({ id }) => id)).toEqual(['b', 'a']);
  expect(account.memberById('a')?.lastSignedInAt).toBe(1_699_999_999_999);
});

test('a name with characters that turn or break the line is shown without them', () => {
  const { account } = openWithClinic();
  file.run("UPDATE member SET name = ? WHERE id = 'a'", '\u202EDr.\nAda\u200B');
  file.run('UPDATE clinic SET name = ?', '\u200B\u2066');
  expect(account.memberById('a')?.name).toBe('Dr. Ada');
  expect(account.members().map(({ name }) => name)).toEqual(['Dr. Ada']);
  expect(account.clinicName()).toBe('(no readable name)');
});

describe('a transaction', () => {
  test('is kept whole, or not at all', () => {
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

  test('a change whose audit event cannot be written is not made', async () => {
    const database = new AccountDatabase(path);
    const account = new SqlAccountStore(database);
    const trail = openAuditTrail(database, 'workstation');
    let writable = false;
    const { members } = composeIdentity({
      account,
      decisions: new AccountDecisions(account),
      identityStore: openIdentityStore(database),
      clock: systemClock(),
      installation: 'installation',
      onChange: () => undefined,
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

  test('a second clinic is refused, and nothing of it is stored', () => {
    const { account } = openWithClinic();
    expect(() =>
      account.createClinic('Other', sampleMember('b', 'administrator'), POLICY_DOCUMENT),
    ).toThrow();
    expect(file.all('SELECT id FROM member')).toEqual([{ id: 'a' }]);
    expect(account.policyDocuments()).toHaveLength(1);
  });

  test('an email is unique, whatever its case', () => {
    const { account } = openWithClinic();
    expect(account.addMember(sampleMember('b'))).toBe(true);
    expect(account.addMember({ ...sampleMember('c'), email: 'B@CLINIC.example' })).toBe(false);
    expect(account.members()).toHaveLength(2);
  });
});

test('notices go to all active members, or to one, and are gone once seen', () => {
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
