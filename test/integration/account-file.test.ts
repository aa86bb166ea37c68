import {
  chmodSync,
  copyFileSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { openAccount, whyUnopened } from '../../src/main/app/open-account.js';
import { openAccountFile } from '../../src/main/storage/account-file.js';
import { AccountFile } from '../support/account-file.js';
import { bundleProgram, gone, type Program } from '../support/programs.js';
import { RealClinic } from '../support/real-clinic.js';

let folder: string;
let path: string;
let file: AccountFile;

beforeEach(() => {
  // A name that must be escaped in an address.
  folder = join(mkdtempSync(join(tmpdir(), 'clinic-account-')), 'Käthe’s #1 50% ?');
  mkdirSync(folder);
  path = join(folder, 'account.db');
  file = new AccountFile(folder);
});
afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

/** The bytes of every file in the folder. */
function content(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    readdirSync(folder)
      // Only read positions are in there, nothing of the account.
      .filter((name) => !name.endsWith('-shm'))
      .map((name) => {
        const one = join(folder, name);
        return [name, lstatSync(one).isFile() ? readFileSync(one).toString('base64') : 'no file'];
      }),
  );
}

/**
 * Its connection stays open, as after a kill, but does nothing more: SQLite's library ends the process when it
 * works on files that somebody else has cut, as these tests do.
 */
async function makeClinic(): Promise<void> {
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  try {
    await new RealClinic(await openAccount(folder, { mayMake: true })).found();
  } finally {
    vi.useRealTimers();
  }
}

/** @returns the message that a person reads */
async function refusal(): Promise<string> {
  try {
    const { account } = await openAccount(folder, { mayMake: true });
    return `opened, with ${account.clinicName() ?? 'a new clinic'}`;
  } catch (error) {
    return whyUnopened(error, folder);
  }
}

describe('a file that is not an account', () => {
  test('from a version before the first release is refused, with what to do', async () => {
    await makeClinic();
    file.run('PRAGMA user_version = 3');
    expect(await refusal()).toBe(
      'This account was made by a version of Clinic Workstation from before its first release, which this one does not read. Move its folder away and set the clinic up anew; nothing was changed.',
    );
  });

  test.each<[string, () => void, RegExp]>([
    ['of no bytes', () => writeFileSync(path, ''), /account\.db is empty/],
    [
      'that was cut to no bytes, with its log',
      () => {
        truncateSync(path);
        writeFileSync(`${path}-wal`, 'x'.repeat(100));
      },
      /account\.db is empty/,
    ],
    ['of other bytes', () => writeFileSync(path, 'no database '.repeat(99)), /is not an account/],
    ['of one byte', () => writeFileSync(path, 'S'), /is not an account/],
    [
      'of another program',
      () => {
        const other = foreign(path);
        other.exec('CREATE TABLE notes (text); PRAGMA user_version = 3');
        other.close();
      },
      /is not an account/,
    ],
    [
      'of another program, with tables of the same names',
      () => {
        const other = foreign(path);
        other.exec('CREATE TABLE decision (body); CREATE TABLE clinic_state (state)');
        other.close();
      },
      /is not an account/,
    ],
    [
      'without anything in it',
      () => foreign(path).exec('PRAGMA user_version = 0; VACUUM'),
      /is not/,
    ],
    ['that is gone, with its log left', () => renameSync(path, `${path}-wal`), /is missing, and/],
    [
      'that is gone, with its index left',
      () => {
        rmSync(path);
        writeFileSync(`${path}-shm`, '');
      },
      /is missing, and/,
    ],
    [
      'that is a folder',
      () => {
        rmSync(path);
        mkdirSync(path);
      },
      /is no plain file/,
    ],
    [
      'that is a link to nowhere',
      () => {
        rmSync(path);
        symlinkSync(join(folder, 'nowhere'), path);
      },
      /is no plain file/,
    ],
    ['without its decisions', () => file.run('DELETE FROM decision'), /has members and no clinic/],
    [
      'without its first decision',
      () => file.run('DELETE FROM decision WHERE seq = 1'),
      /has members and no clinic/,
    ],
    [
      'without its decisions and what was made of them',
      () => {
        for (const table of ['decision', 'clinic_state', 'decision_box', 'sealed_record'])
          file.run(`DELETE FROM ${table}`);
      },
      /has members and no clinic/,
    ],
  ])(
    '%s is no new clinic, is refused with what to do, and stays as it is',
    async (_what, spoil, why) => {
      await makeClinic();
      copyFileSync(path, join(folder, 'backup.db'));
      spoil();
      const before = content();
      const told = await refusal();
      expect(told).toMatch(why);
      expect(told).toMatch(/put account\.db back from a backup.*Nothing was changed/);
      expect(content()).toEqual(before);
    },
  );

  test('a database of another program that is in use is not changed', async () => {
    const other = foreign(path);
    other.exec('PRAGMA journal_mode = WAL; CREATE TABLE notes (text)');
    const before = content();
    expect(before).toHaveProperty('account.db-wal');
    expect(await refusal()).toMatch(/is not an account/);
    expect(content()).toEqual(before);
    expect(other.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }]);
    other.close();
  });

  test('a clinic whose decisions disappear while the app runs does not count as new', async () => {
    const opened = await openAccount(folder, { mayMake: true });
    const clinic = new RealClinic(opened);
    expect(opened.account.clinicName()).toBeNull();
    await clinic.found();
    clinic.identity.keys.forget();
    file.run('DELETE FROM decision');
    file.run('DELETE FROM clinic_state');
    await opened.chain.check();
    expect(opened.account.clinicName()).toBe('Harbour');
    expect(opened.account.standing).toEqual({ kind: 'broken', at: 1 });
    await expect(clinic.found()).rejects.toThrow('alreadySetUp');
    // Nor does it the next time: what was left says that there was one.
    expect(await refusal()).toMatch(/has members and no clinic/);
  });

  test('a missing file makes no account for a command that only reads', async () => {
    await expect(openAccount(folder, { mayMake: false })).rejects.toThrow('missing');
    expect(readdirSync(folder)).toEqual([]);
  });
});

function foreign(at: string): Database.Database {
  for (const name of ['', '-wal', '-shm']) rmSync(at + name, { force: true });
  return new Database(at);
}

describe('a new clinic', () => {
  let maker: Program;
  beforeAll(async () => {
    maker = await bundleProgram('cut-off-maker');
  });
  afterAll(() => maker.remove());

  test('can be created after a first run that was killed at any of its statements', async () => {
    let killed = true;
    for (let statements = 0; killed; statements += 1) {
      rmSync(folder, { recursive: true });
      mkdirSync(folder);
      const ended = await gone(maker.start([path, String(statements)]));
      killed = ended === 'SIGKILL';
      expect([statements, await refusal()]).toEqual([statements, 'opened, with a new clinic']);
      expect(readdirSync(folder).filter((name) => name.includes('.new'))).toEqual([]);
      // One statement creates all tables.
      if (!killed) expect(statements).toBeGreaterThan(4);
    }
  }, 120_000);

  test('is not created from files that others left in its place', () => {
    mkdirSync(join(folder, 'account.db.new'));
    writeFileSync(join(folder, 'account.db.new-wal'), 'x');
    openAccountFile(path, { mayMake: true }).close();
    expect(readdirSync(folder).filter((name) => name.includes('.new'))).toEqual([]);
  });

  test('that was not set up yet opens again, also with an imported policy', async () => {
    const { policies, chain } = await openAccount(folder, { mayMake: true });
    // As at every start.
    await chain.check();
    await policies.importFile('{"sessionTimeoutMinutes":5}', null);
    expect(await refusal()).toBe('opened, with a new clinic');
  });
});

test('a clinic whose copy of the state does not fit is known from the first picture on', async () => {
  await makeClinic();
  file.run(`UPDATE clinic_state SET state = '{"seq":1}'`);
  const { account } = await openAccount(folder, { mayMake: true });
  expect([account.clinicName(), account.standing.kind]).toEqual(['Harbour', 'sound']);
});

test('an account opens again, also after a kill that left everything in its log', async () => {
  await makeClinic();
  // The earlier connections are still open, as after a kill.
  expect(readdirSync(folder)).toContain('account.db-wal');
  const copy = join(folder, 'copy');
  mkdirSync(copy);
  for (const name of ['account.db', 'account.db-wal'])
    copyFileSync(join(folder, name), join(copy, name));
  const { account, chain } = await openAccount(copy, { mayMake: false });
  await chain.check();
  expect([account.clinicName(), account.standing.kind]).toEqual(['Harbour', 'sound']);
});

test('an account with the journal of an interrupted change is repaired and opens', async () => {
  await makeClinic();
  const other = new Database(path);
  other.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  writeFileSync(`${path}-journal`, '');
  expect(await refusal()).toBe('opened, with Harbour');
});

test.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
  'an account that may not be read says so (root may read everything)',
  async () => {
    await makeClinic();
    chmodSync(path, 0o000);
    expect(await refusal()).toMatch(/may write to its folder and its files/);
  },
);
