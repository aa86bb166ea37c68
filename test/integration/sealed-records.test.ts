import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ClinicAppKeeper } from '../../src/main/clinic-apps/clinic-app-keeper.js';
import { ClinicAppJournal } from '../../src/main/clinic-apps/journal.js';
import { SiteSignInKeeper } from '../../src/main/clinic-apps/site-sign-in-keeper.js';
import { AccountDatabase } from '../../src/main/storage/database.js';
import { AccountFile } from '../support/account-file.js';
import { settingsOf } from '../support/fakes/clinic-app-world.js';
import { DANA, partsOf, RealClinic } from '../support/real-clinic.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clinic-sealed-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The app starts on the same database. */
function start(): { clinic: RealClinic; apps: ClinicAppKeeper; signIns: SiteSignInKeeper } {
  const clinic = new RealClinic(partsOf(new AccountDatabase(join(folder, 'account.db'))));
  const { account, chain, audit, identityStore: store, clock } = clinic.parts;
  const { keys } = clinic.identity;
  const base = { store, account, keys, clock, journal: new ClinicAppJournal(audit, clock) };
  const apps = new ClinicAppKeeper({ ...base, decisions: chain, author: () => keys.author });
  return { clinic, apps, signIns: new SiteSignInKeeper(base) };
}

test('clinic apps survive a restart, and a change that fails half-way leaves nothing', async () => {
  const { clinic, apps, signIns } = start();
  const dana = await clinic.found();
  const saved = await apps.save(null, settingsOf(), clinic.author);
  if (!saved.ok) throw new Error(`The app was refused: ${saved.code}`);
  const { app } = saved;
  signIns.save(dana.id, app, { userName: 'dana', password: 'blue lighthouse 9' });

  const file = new AccountFile(folder);
  for (const table of ['audit_event', 'decision', 'decision_box', 'clinic_state']) {
    file.run(
      `CREATE TRIGGER full BEFORE INSERT ON ${table} BEGIN SELECT RAISE(ABORT, 'full'); END`,
    );
    await expect(apps.remove(app.id, clinic.author)).rejects.toThrow(/full/);
    file.run('DROP TRIGGER full');
    expect(apps.all()).toEqual([app]);
    expect(signIns.has(dana.id, app)).toBe(true);
  }
  const again = start();
  // Nobody is signed in, so nobody can read them.
  expect([again.apps.all(), again.signIns.has(dana.id, app)]).toEqual([[], false]);
  const author = await again.clinic.signIn(DANA);
  expect(again.apps.all()).toEqual([app]);
  expect(again.signIns.has(dana.id, app)).toBe(true);

  expect(await again.apps.remove(app.id, author)).toEqual({ ok: true });
  const afterwards = start();
  await afterwards.clinic.signIn(DANA);
  expect(afterwards.apps.all()).toEqual([]);
  expect(file.all('SELECT name FROM sealed_record')).toEqual([{ name: `memory/${dana.id}` }]);
});
