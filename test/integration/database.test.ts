import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  AccountDatabase,
  NewerDatabaseError,
  OlderDatabaseError,
  SCHEMA_VERSION,
} from '../../src/main/storage/database.js';
import { installationId } from '../../src/main/storage/installation.js';
import { openUpdateStore } from '../../src/main/storage/update-store.js';
import type { UpdateStore } from '../../src/main/ports/index.js';
import { AccountFile } from '../support/account-file.js';
import { DANA, partsOf, RealClinic, ROBIN } from '../support/real-clinic.js';

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
  ...['decision', 'decision_box', 'clinic_state', 'sealed_record'],
  ...['notice', 'notice_recipient', 'audit_event'],
];

function openClinic(): { database: AccountDatabase; clinic: RealClinic } {
  const database = new AccountDatabase(path);
  return { database, clinic: new RealClinic(partsOf(database)) };
}

/** Each table with its columns in their order, and the database's own rules. */
function shapeOf(of: AccountFile): readonly unknown[] {
  const named = of.all("SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite%'");
  return named
    .map(({ type, name, sql }) => ({
      name,
      // A column that was added later is written in another way.
      columns: type === 'table' ? of.all(`PRAGMA table_info(${String(name)})`) : sql,
    }))
    .sort((one, other) => (String(one.name) < String(other.name) ? -1 : 1));
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

  test('a database of version 6 gets what it lacks, and keeps what it has', () => {
    const older = new Database(path);
    const script = join(import.meta.dirname, '..', 'support', 'schema', 'account-6.sql');
    older.exec(readFileSync(script, 'utf8'));
    older.exec("PRAGMA user_version = 6; INSERT INTO mark_part VALUES ('tries', 3)");
    older.close();
    new AccountDatabase(path).close();
    expect(file.all('PRAGMA user_version')).toEqual([{ user_version: SCHEMA_VERSION }]);
    expect(file.all('SELECT * FROM mark_part')).toEqual([{ name: 'tries', value: 3 }]);
    const upToDate = shapeOf(file);
    const other = new AccountFile(mkdtempSync(join(folder, 'new-')));
    new AccountDatabase(other.path).close();
    expect(upToDate).toEqual(shapeOf(other));
    expect(upToDate.length).toBeGreaterThan(20);
  });

  test.each([1, 2, 3, 4])(
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

test('a name with characters that turn or break the line is shown without them', async () => {
  const { clinic } = openClinic();
  const { account } = clinic.parts;
  const { id } = await clinic.found({ ...DANA, name: '\u202EDr.\nAda\u200B' }, '\u200B\u2066');
  expect(account.memberById(id)?.name).toBe('Dr. Ada');
  expect(account.members().map(({ name }) => name)).toEqual(['Dr. Ada']);
  expect(account.clinicName()).toBe('(no readable name)');
});

/** Everything in the database. */
function content(): unknown {
  const tables = file.all("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name");
  return tables.map(({ name }) => [name, file.all(`SELECT * FROM ${String(name)}`)]);
}

describe('a decision', () => {
  test.each(EVERY_TABLE)(
    'that founds the clinic is not made when %s cannot be written',
    async (table) => {
      const { clinic } = openClinic();
      file.run(
        `CREATE TRIGGER full BEFORE INSERT ON ${table} BEGIN SELECT RAISE(ABORT, 'disk full'); END`,
      );
      await expect(clinic.found(DANA, 'Harbour', ['timeoutWasNever'])).rejects.toThrow('disk full');
      for (const one of EVERY_TABLE) expect(file.all(`SELECT * FROM ${one}`)).toEqual([]);
      expect(clinic.parts.account.clinicName()).toBeNull();

      file.run('DROP TRIGGER full');
      const { id } = await clinic.found(DANA, 'Harbour', ['timeoutWasNever']);
      expect(file.audit('clinic.created')).toHaveLength(1);
      expect(clinic.parts.account.noticesFor(id)).toMatchObject([{ kind: 'timeoutWasNever' }]);
    },
  );

  test.each(EVERY_TABLE)('is not made when %s cannot be written', async (table) => {
    const { clinic } = openClinic();
    const { account, chain } = clinic.parts;
    await clinic.found();
    const before = [content(), account.state, chain.head];
    for (const event of ['INSERT', 'UPDATE'])
      file.run(
        `CREATE TRIGGER full_${event} BEFORE ${event} ON ${table} BEGIN SELECT RAISE(ABORT, 'disk full'); END`,
      );
    await expect(clinic.add(ROBIN, 'receptionist')).rejects.toThrow('disk full');
    expect([content(), account.state, chain.head]).toEqual(before);

    for (const event of ['INSERT', 'UPDATE']) file.run(`DROP TRIGGER full_${event}`);
    const robin = await clinic.add(ROBIN, 'receptionist');
    expect(file.audit('member.added')).toMatchObject([{ member_id: robin.id }]);
    expect(account.noticesFor(robin.id)).toMatchObject([{ kind: 'passwordSetForYou' }]);
  });

  test('to found a second clinic is refused, and nothing of it is stored', async () => {
    const { clinic } = openClinic();
    const dana = await clinic.found();
    const before = content();
    await expect(clinic.found(ROBIN, 'Other')).rejects.toThrow('alreadySetUp');
    expect(content()).toEqual(before);
    expect(clinic.parts.account.members()).toEqual([dana]);
  });

  test('gives no second member the same email, whatever its case', async () => {
    const { clinic } = openClinic();
    await clinic.found();
    await clinic.add(ROBIN, 'receptionist');
    const again = { ...ROBIN, name: 'Other', email: 'ROBIN@Harbour.example' };
    await expect(clinic.add(again, 'receptionist')).rejects.toThrow('emailTaken');
    expect(clinic.parts.account.members()).toHaveLength(2);
  });

  test('is refused by the database itself where there is one, and is never changed there', async () => {
    const { clinic } = openClinic();
    await clinic.found();
    const before = file.all('SELECT * FROM decision');
    expect(() => file.run('INSERT INTO decision SELECT * FROM decision')).toThrow(/UNIQUE/);
    expect(() => file.run('UPDATE decision SET seq = 2')).toThrow(/append-only/);
    expect(file.all('SELECT * FROM decision')).toEqual(before);
  });

  test('survives the end of the app, with its state', async () => {
    const { clinic, database } = openClinic();
    await clinic.found();
    await clinic.add(ROBIN, 'receptionist');
    const { state } = clinic.parts.account;
    database.close();
    const again = partsOf(new AccountDatabase(path));
    // At once, for the first picture.
    expect(again.account.state).toEqual(state);
    await again.chain.check();
    expect([again.account.state, again.account.standing]).toEqual([state, { kind: 'sound' }]);
    expect(again.foreign).toEqual([]);
  });
});

test('notices go to all active members, or to one, and are gone once seen', async () => {
  const { clinic } = openClinic();
  const { account } = clinic.parts;
  const dana = await clinic.found();
  const robin = await clinic.add(ROBIN, 'receptionist');
  const sam = await clinic.add({ ...ROBIN, email: 'sam@harbour.example' }, 'bookkeeper');
  await clinic.identity.members.setActive(sam.id, false, clinic.author);
  account.addNotice('timeoutWasNever', 1);
  account.addNotice('recordTampered', 2, sam.id);
  const kinds = (): unknown =>
    [dana, robin, sam].map(({ id }) => account.noticesFor(id).map(({ kind }) => kind));
  expect(kinds()).toEqual([
    ['timeoutWasNever'],
    ['passwordSetForYou', 'timeoutWasNever'],
    ['passwordSetForYou', 'recordTampered'],
  ]);
  account.acknowledgeNotice(account.noticesFor(dana.id)[0]?.id ?? 0, dana.id, 3);
  expect(kinds()).toEqual([
    [],
    ['passwordSetForYou', 'timeoutWasNever'],
    ['passwordSetForYou', 'recordTampered'],
  ]);
});
