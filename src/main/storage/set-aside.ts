import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { COMPANIONS, syncFolder } from './account-file.js';
import { openPatiently } from './database.js';

/** A file beside the account: at its next start the app sets the account aside. */
const ASKED = '.set-aside';

/** Has the app set the account aside at its next start: now the file is in use. @throws errors of the disk */
export function askToSetAside(path: string): void {
  const file = openSync(path + ASKED, 'w', 0o600);
  fsyncSync(file);
  closeSync(file);
  syncFolder(dirname(path));
}

/**
 * Gives the account another name, if somebody asked for it. The file stays whole, and can be put back. An
 * interrupted try is finished.
 * @returns the new name, or `null`
 * @throws errors of SQLite and the disk, such as while another program writes; then the account is where it was
 */
export function setAsideIfAsked(path: string, nowMs: number): string | null {
  if (!existsSync(path + ASKED)) return null;
  const name = existsSync(path) ? rename(path, nowMs) : null;
  // Empty by now; without their account they would stand in the way of a new one.
  for (const companion of COMPANIONS) rmSync(path + companion, { force: true });
  rmSync(path + ASKED);
  syncFolder(dirname(path));
  return name;
}

function rename(path: string, nowMs: number): string {
  const name = `${path}.set-aside-${new Date(nowMs).toISOString().replaceAll(':', '-')}`;
  if (existsSync(name)) throw new Error(`${name} is there already.`);
  const file = openPatiently(path);
  try {
    // Everything into the one file: its write-ahead log does not come along.
    const [done] = file.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all() as { busy: number }[];
    if (done?.busy !== 0) throw new Error('Another program uses the account.');
  } finally {
    file.close();
  }
  renameSync(path, name);
  return name;
}
