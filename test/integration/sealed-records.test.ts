import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AccountDecisions } from '../../src/main/account/decisions.js';
import { ClinicAppKeeper } from '../../src/main/clinic-apps/clinic-app-keeper.js';
import { ClinicAppJournal } from '../../src/main/clinic-apps/journal.js';
import { SiteSignInKeeper } from '../../src/main/clinic-apps/site-sign-in-keeper.js';
import { systemClock } from '../../src/main/host/clock.js';
import { AccountKey } from '../../src/main/keys/account-key.js';
import type { IdentityStore } from '../../src/main/ports/index.js';
import { SqlAccountStore } from '../../src/main/storage/account-store.js';
import { openAuditTrail } from '../../src/main/storage/audit-trail.js';
import { AccountDatabase } from '../../src/main/storage/database.js';
import { openIdentityStore } from '../../src/main/storage/identity-store.js';
import { AccountFile } from '../support/account-file.js';
import { POLICY_DOCUMENT, sampleMember } from '../support/account-samples.js';
import { settingsOf } from '../support/fakes/clinic-app-world.js';
import { MemoryIdentityStore } from '../support/fakes/memory-identity-store.js';

let folder: string;
let database: AccountDatabase;
let store: IdentityStore;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clinic-sealed-'));
  database = new AccountDatabase(join(folder, 'account.db'));
  store = openIdentityStore(database);
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

function storedNames(): readonly unknown[] {
  return new AccountFile(folder)
    .all('SELECT name FROM sealed_record ORDER BY name')
    .map((row) => (row as { readonly name: string }).name);
}

const NAMES = ['a/1', 'a/12', 'A/1', 'a', 'a_1', 'b/a/1', 'aX1', 'a%', 'a%1', 'ä/1', 'ä/2', 'a/é'];

describe('sealed records', () => {
  test('are deleted by their exact name; a missing name does no harm', () => {
    for (const name of NAMES) store.saveSealed(name, Buffer.from(name));
    for (const name of ['a/1', 'a%', 'nothing']) store.deleteSealed(name);
    expect(storedNames()).toEqual(NAMES.filter((name) => name !== 'a/1' && name !== 'a%').sort());
    expect(store.sealed('a/1')).toBeNull();
    expect(store.sealed('a/12')).toEqual(Buffer.from('a/12'));
  });

  test.each(['a/', 'A', 'a_', 'a%', '%', '_', 'a', 'b/a', 'ä/', 'a/1', 'a/123', 'x'])(
    'below %s are deleted by the exact beginning of their name, as in the fake store',
    (prefix) => {
      const fake = new MemoryIdentityStore();
      for (const each of [store, fake])
        for (const name of NAMES) each.saveSealed(name, Buffer.from(name));
      store.deleteSealedBelow(prefix);
      fake.deleteSealedBelow(prefix);
      expect(storedNames()).toEqual([...fake.boxes.keys()].sort());
      expect(storedNames()).toEqual(NAMES.filter((name) => !name.startsWith(prefix)).sort());
    },
  );

  test('are never deleted all at once by mistake', () => {
    store.saveSealed('a', Buffer.from('a'));
    expect(() => store.deleteSealedBelow('')).toThrow(RangeError);
    expect(storedNames()).toEqual(['a']);
  });
});

describe('clinic apps in the account database', () => {
  const key = AccountKey.fresh();

  test('survive a restart, and a change that fails half-way leaves nothing', async () => {
    const account = new SqlAccountStore(database);
    const dana = sampleMember('dana', 'administrator');
    account.createClinic('Harbour', dana, POLICY_DOCUMENT);
    const compose = () => {
      const keys = { key, held: key };
      const clock = systemClock();
      const journal = new ClinicAppJournal(openAuditTrail(database, 'workstation'), clock);
      const parts = { store, account, keys, clock, journal };
      const decisions = new AccountDecisions(account);
      return {
        apps: new ClinicAppKeeper({ ...parts, decisions }),
        signIns: new SiteSignInKeeper(parts),
      };
    };
    const { apps, signIns } = compose();
    const author = { memberId: dana.id, key };
    const saved = await apps.save(null, settingsOf(), author);
    if (!saved.ok) throw new Error(`The app was refused: ${saved.code}`);
    const { app } = saved;
    signIns.save(dana.id, app, { userName: 'dana', password: 'blue lighthouse 9' });

    // The audit trail is written last: the earlier writes must not stay.
    new AccountFile(folder).run(
      "CREATE TRIGGER full BEFORE INSERT ON audit_event BEGIN SELECT RAISE(ABORT, 'full'); END",
    );
    await expect(apps.remove(app.id, author)).rejects.toThrow(/full/);
    expect(apps.all()).toEqual([app]);
    const again = compose();
    expect(again.apps.all()).toEqual([app]);
    expect(again.signIns.has(dana.id, app)).toBe(true);
    new AccountFile(folder).run('DROP TRIGGER full');

    expect(await again.apps.remove(app.id, author)).toEqual({ ok: true });
    expect(compose().apps.all()).toEqual([]);
    expect(storedNames()).toEqual(['clinic-apps']);
  });
});
