import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openAccount, whyUnopened } from '../../src/main/app/open-account.js';
import { RealClinic } from '../support/real-clinic.js';

/* An account that another program has locked when the app starts. */

let folder: string;
/** The folder of an account that no connection of this process has open. */
let unopened: string;
let file: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'clinic-locked-'));
  await new RealClinic(await openAccount(folder, { mayMake: true })).found();
  unopened = join(folder, 'unopened');
  mkdirSync(unopened);
  file = join(unopened, 'account.db');
  new Database(join(folder, 'account.db')).exec(`VACUUM INTO '${file}'`);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Has the file for itself for a moment, as an app has that ends and empties its log. */
const LOCKER = `
  const Database = require('libsql');
  const file = new Database(process.argv[1]);
  file.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  console.log('locked');
  setTimeout(() => file.close(), 700);
`;

test('for a moment: it is waited for', async () => {
  const locker = spawn(process.execPath, ['-e', LOCKER, file]);
  await once(locker.stdout, 'data');
  const { account } = await openAccount(unopened, { mayMake: false });
  expect(account.clinicName()).toBe('Harbour');
});

test('for longer: it says so, and not that the disk is full', async () => {
  const locker = new Database(file);
  locker.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  const error: unknown = await openAccount(unopened, { mayMake: false }).catch((e: unknown) => e);
  expect(String(error)).toMatch(/locked/);
  expect(whyUnopened(error, unopened)).toMatch(/Another program holds it locked/);
  expect(whyUnopened(error, unopened)).not.toMatch(/disk/);
  locker.exec('ROLLBACK');
  locker.close();
});
