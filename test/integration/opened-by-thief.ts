import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCredential } from '../../src/main/account/credential-box.js';
import { subkey } from '../../src/main/keys/derivation.js';
import { KEY_BYTES, open } from '../../src/main/keys/sealing.js';
import { AccountFile } from '../support/account-file.js';
import { readChain } from '../support/deciding-member.js';

/** Something sealed that a thief would like to open. */
interface Target {
  readonly what: string;
  readonly box: Buffer;
  readonly context: readonly string[];
}

/** What the program of these tests calls the folder of its account. */
export const FOLDER = 'folder';

/** Everything sealed in an account database, with the context that opens it under the right key. */
export function targetsIn(account: AccountFile): readonly Target[] {
  const { state } = readChain(account);
  const boxes = new Map(
    account
      .all('SELECT * FROM decision_box')
      .map((row) => [String(row['hash']), row['box'] as Buffer]),
  );
  const boxOf = (hash: string): Buffer => boxes.get(hash) ?? Buffer.alloc(0);
  const members = Object.values(state.members);
  return [
    ...members.map(({ id, keys }) => ({
      what: 'credential',
      box: readCredential(boxOf(keys.credential))?.wrappedSeed ?? Buffer.alloc(0),
      context: ['seed', 'member', id, String(keys.version), state.clinic],
    })),
    ...members.flatMap(({ id, twoFactor }) =>
      twoFactor === null
        ? []
        : [
            {
              what: 'two-factor',
              box: boxOf(twoFactor.record),
              context: ['record', `two-factor/${id}`],
            },
          ],
    ),
    ...Object.entries(state.records).map(([name, hash]) => ({
      what: name,
      box: boxOf(hash),
      context: ['record', name],
    })),
    ...account.all('SELECT * FROM session').map((row) => {
      const memberId = String(row['member_id']);
      const version = String(state.members[memberId]?.keys.version);
      return {
        what: 'session',
        box: row['wrapped_key'] as Buffer,
        context: ['seed', 'session', String(row['id']), memberId, version, FOLDER],
      };
    }),
    ...account.all('SELECT * FROM sealed_record').map((row) => ({
      what: String(row['name']).replace(/\/.*/, ''),
      box: row['box'] as Buffer,
      context: ['record', String(row['name'])],
    })),
  ];
}

/**
 * What a thief opens who has every file of an installation and the secrets of its keychain entries:
 * tries every run of 32 bytes in any file, alone and joined with each secret, as the key of
 * everything that is sealed, and as the seed from which such a key comes.
 */
export function openedByThief(folder: string, secrets: readonly Buffer[]): ReadonlySet<string> {
  const targets = targetsIn(new AccountFile(folder));
  const opened = new Set<string>();
  const tryKey = (key: Buffer): void => {
    for (const one of [key, subkey(key, 'clinic-workstation own records')])
      for (const { what, box, context } of targets)
        if (open(one, box, context) !== null) opened.add(what);
  };
  for (const secret of secrets) if (secret.length === KEY_BYTES) tryKey(secret);
  const joined = Buffer.alloc(KEY_BYTES);
  // The log repeats whole pages.
  const tried = new Set<string>();
  for (const name of readdirSync(folder)) {
    const content = readFileSync(join(folder, name));
    for (let at = 0; at + KEY_BYTES <= content.length; at += 1) {
      const run = content.subarray(at, at + KEY_BYTES);
      // Nearly all of a database is empty space, which is no key.
      if (run.every((byte) => byte === run[0])) continue;
      const text = run.toString('latin1');
      if (tried.has(text)) continue;
      tried.add(text);
      tryKey(run);
      for (const secret of secrets) {
        if (secret.length !== KEY_BYTES) continue;
        for (let i = 0; i < KEY_BYTES; i += 1) joined[i] = (run[i] ?? 0) ^ (secret[i] ?? 0);
        tryKey(joined);
      }
    }
  }
  return opened;
}
