import { hash } from '@node-rs/argon2';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { composeIdentity } from '../../src/main/app/compose-identity.js';
import { systemClock } from '../../src/main/host/clock.js';
import { SqlAccountStore } from '../../src/main/storage/account-store.js';
import { openAuditTrail } from '../../src/main/storage/audit-trail.js';
import { AccountDatabase } from '../../src/main/storage/database.js';
import { openIdentityStore } from '../../src/main/storage/identity-store.js';
import { MIGRATIONS } from '../../src/main/storage/migrations/index.js';
import { openSessionStore } from '../../src/main/storage/session-store.js';
import { filesWith } from '../support/traces.js';

/* An account of before there were keys, in a real file, taken up by this version. */

const PASSWORD = 'quiet-harbour-lamp-42';

let folder: string;
let legacyHash: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'clinic-upgrade-'));
  legacyHash = await hash(PASSWORD, { memoryCost: 8_192, timeCost: 2, parallelism: 1 });
  const file = new Database(join(folder, 'account.db'));
  file.exec(MIGRATIONS[0] ?? '');
  file.exec('PRAGMA user_version = 1');
  file.exec("INSERT INTO clinic VALUES (1, 'Harbour', 1)");
  const member = file.prepare('INSERT INTO member VALUES (?, ?, ?, ?, 1, ?, 1, NULL)');
  member.run('dana', 'Dana', 'dana@harbour.example', 'administrator', legacyHash);
  member.run('sam', 'Sam', 'sam@harbour.example', 'receptionist', legacyHash);
  file.exec("INSERT INTO notice (kind, created_at) VALUES ('timeoutWasNever', 1)");
  file.exec("INSERT INTO notice_recipient VALUES (1, 'sam', NULL)");
  file
    .prepare('INSERT INTO session VALUES (1, ?, ?, ?, ?, 1, 1, 1, 1)')
    .run('s', 'sam', Buffer.alloc(32, 1), Buffer.alloc(32, 2));
  file.close();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('members, notices and the unfinished session are there; a password works on, and its old hash goes', async () => {
  const database = new AccountDatabase(join(folder, 'account.db'));
  const account = new SqlAccountStore(database);
  const clock = systemClock();
  const { flow } = composeIdentity({
    account,
    identityStore: openIdentityStore(database),
    audit: openAuditTrail(database, 'installation'),
    clock,
    installation: 'installation',
    onExpired: () => undefined,
  });
  expect(account.members().map(({ id }) => id)).toEqual(['dana', 'sam']);
  expect(account.noticesFor('sam')).toMatchObject([{ kind: 'timeoutWasNever', amount: null }]);
  // Its key is of another kind, so it ends as one that the app's closing cut off.
  expect(openSessionStore(database, null).current()).toMatchObject({
    id: 's',
    wrappedKey: Buffer.alloc(0),
  });

  expect(await flow.enter('sam@harbour.example', PASSWORD, 0)).toMatchObject({
    code: 'needsInvitation',
  });
  expect(await flow.enter('dana@harbour.example', PASSWORD, 0)).toMatchObject({
    complete: { member: { id: 'dana' } },
  });
  expect(await flow.enter('dana@harbour.example', PASSWORD, 0)).toMatchObject({ ok: true });
  expect(account.credentialsById('dana')?.legacyHash).toBeNull();
  expect(account.credentialsById('sam')?.legacyHash).toBe(legacyHash);
  database.emptyLog();
  database.close();
  // What a password is checked with now is the new record alone.
  const file = new Database(join(folder, 'account.db'));
  expect(file.prepare('SELECT member_id FROM legacy_password').all()).toEqual([
    { member_id: 'sam' },
  ]);
  file.close();
  expect(filesWith(folder, [Buffer.from(PASSWORD)])).toEqual([]);
});
