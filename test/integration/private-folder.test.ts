import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openAccount, whyUnopened } from '../../src/main/app/open-account.js';

describe.skipIf(process.platform === 'win32')('the account’s folder', () => {
  let root: string;
  let folder: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'clinic-private-'));
    folder = join(root, 'Clinic Workstation');
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  /** The names of everything in the folder that other users of this computer could access. */
  function open(): readonly string[] {
    return ['.', ...readdirSync(folder)].filter(
      (name) => (statSync(join(folder, name)).mode & 0o077) !== 0,
    );
  }

  test('is created for its user alone, with every file in it', async () => {
    await openAccount(folder, { mayMake: true });
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    // SQLite gives its files the mode of the database.
    expect(readdirSync(folder)).toContain('account.db-wal');
    await openAccount(folder, { mayMake: false });
    expect(open()).toEqual([]);
  });

  test('with open access is made private at every start, with everything in it', async () => {
    mkdirSync(folder);
    await openAccount(folder, { mayMake: true });
    for (const name of ['guard', 'downloads']) mkdirSync(join(folder, name));
    for (const name of ['errors.json', 'managed-policy.json', 'Cookies'])
      writeFileSync(join(folder, name), '{}');
    for (const name of readdirSync(folder)) {
      const isFolder = statSync(join(folder, name)).isDirectory();
      chmodSync(join(folder, name), isFolder ? 0o755 : 0o644);
    }
    chmodSync(folder, 0o755);
    expect(open()).toContain('account.db');
    await openAccount(folder, { mayMake: false });
    expect(open()).toEqual([]);
    expect(statSync(join(folder, 'account.db')).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'guard')).mode & 0o777).toBe(0o700);
  });

  test('does not change the target of a link in it', async () => {
    await openAccount(folder, { mayMake: true });
    const elsewhere = join(root, 'elsewhere');
    writeFileSync(elsewhere, '');
    chmodSync(elsewhere, 0o644);
    symlinkSync(elsewhere, join(folder, 'SingletonLock'));
    await openAccount(folder, { mayMake: false });
    expect(statSync(elsewhere).mode & 0o777).toBe(0o644);
  });

  test.skipIf(process.getuid?.() !== 0)(
    'of another user is refused, and nothing in it is changed (only root can give it away)',
    async () => {
      mkdirSync(folder, { mode: 0o755 });
      chownSync(folder, 12_345, 12_345);
      const error: unknown = await openAccount(folder, { mayMake: true }).catch((e: unknown) => e);
      expect(whyUnopened(error, folder)).toMatch(/not a folder of your own.*--user-data-dir/);
      expect(readdirSync(folder)).toEqual([]);
      expect(statSync(folder).mode & 0o777).toBe(0o755);
    },
  );

  test('that is a file is refused', async () => {
    writeFileSync(folder, '');
    const error: unknown = await openAccount(folder, { mayMake: true }).catch((e: unknown) => e);
    expect(whyUnopened(error, folder)).toMatch(/not a folder of your own/);
  });
});
