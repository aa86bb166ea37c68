import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KEY_BYTES, open } from '../../src/main/keys/sealing.js';
import { AccountFile } from '../support/account-file.js';

/** Something sealed that a thief would like to open. */
interface Target {
  readonly what: string;
  readonly box: Buffer;
  readonly context: readonly string[];
}

/** What the program of these tests calls the folder of its account. */
export const FOLDER = 'folder';

function bytes(value: unknown): Buffer {
  return Buffer.from(value as Uint8Array);
}

/** Everything sealed in an account database, with the context that opens it under the right key. */
function targetsIn(account: AccountFile): readonly Target[] {
  return [
    ...account.all('SELECT * FROM credential').map((row) => ({
      what: 'credential',
      box: bytes(row['wrapped_key']),
      context: ['account key', 'member', String(row['member_id']), String(row['version'])],
    })),
    ...account.all('SELECT * FROM spare_key').map((row) => ({
      what: String(row['id']).replace(/\/.*/, ''),
      box: bytes(row['wrapped_key']),
      context: ['account key', String(row['id'])],
    })),
    ...account
      .all('SELECT session.*, version FROM session JOIN credential USING (member_id)')
      .map((row) => ({
        what: 'session',
        box: bytes(row['wrapped_key']),
        context: [
          ...['account key', 'session', String(row['id']), String(row['member_id'])],
          ...[String(row['version']), FOLDER],
        ],
      })),
    ...account.all('SELECT * FROM sealed_record').map((row) => ({
      what: 'record',
      box: bytes(row['box']),
      context: ['record', String(row['name'])],
    })),
  ];
}

/**
 * What a thief opens who has every file of an installation and the secrets of its keychain entries:
 * tries every run of 32 bytes in any file, alone and joined with each secret, as the key of
 * everything that is sealed.
 */
export function openedByThief(folder: string, secrets: readonly Buffer[]): ReadonlySet<string> {
  const targets = targetsIn(new AccountFile(folder));
  const opened = new Set<string>();
  const tryKey = (key: Buffer): void => {
    for (const { what, box, context } of targets)
      if (open(key, box, context) !== null) opened.add(what);
  };
  for (const secret of secrets) if (secret.length === KEY_BYTES) tryKey(secret);
  const joined = Buffer.alloc(KEY_BYTES);
  for (const name of readdirSync(folder)) {
    const content = readFileSync(join(folder, name));
    for (let at = 0; at + KEY_BYTES <= content.length; at += 1) {
      const run = content.subarray(at, at + KEY_BYTES);
      // Nearly all of a database is empty space, which is no key.
      if (run.every((byte) => byte === run[0])) continue;
      tryKey(run);
      for (const secret of secrets) {
        for (let i = 0; i < KEY_BYTES; i += 1) joined[i] = (run[i] ?? 0) ^ (secret[i] ?? 0);
        tryKey(joined);
      }
    }
  }
  return opened;
}
