import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openAccount } from '../../src/main/app/open-account.js';
import { AccountDatabase } from '../../src/main/storage/database.js';
import { AccountFile } from '../support/account-file.js';
import { bundleProgram, gone } from '../support/programs.js';
import { DANA, partsOf, RealClinic } from '../support/real-clinic.js';

/* `--backup FILE` of an account that this version has not opened yet. */

/** What came after version 6. */
const YOUNGER = ['own_runs', 'copy_told', 'decision_put_away'];

test('an account of version 6 is saved as one of this version', async () => {
  const program = await bundleProgram('backup-maker');
  const base = mkdtempSync(join(tmpdir(), 'clinic-backup-'));
  const [folder, kept] = [join(base, 'account'), join(base, 'kept')];
  for (const name of [folder, kept]) mkdirSync(name);
  try {
    const database = new AccountDatabase(join(folder, 'account.db'));
    await new RealClinic(partsOf(database)).found();
    const older = new AccountFile(folder);
    for (const table of YOUNGER) older.run(`DROP TABLE ${table}`);
    older.run('PRAGMA user_version = 6');
    await gone(program.start([join(kept, 'account.db'), folder]));
    database.close();
    const { account, chain } = await openAccount(kept, { mayMake: false });
    await chain.check();
    expect(account.members().map(({ name }) => name)).toEqual([DANA.name]);
    expect(new AccountFile(kept).all(`SELECT * FROM ${YOUNGER[0] ?? ''}`)).toEqual([]);
  } finally {
    rmSync(base, { recursive: true, force: true });
    program.remove();
  }
});
