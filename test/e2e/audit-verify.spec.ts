import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright/test';
import { run } from '../../scripts/lib/processes.mjs';
import { AccountFile } from '../support/account-file.js';
import { expect, test } from '../support/app-fixture.js';
import { fhirProblems } from '../support/fhir/validate.js';
import {
  button,
  choose,
  CLINIC,
  confirmItsYou,
  DANA,
  expectHome,
  expectSignIn,
  openSettings,
  openTab,
  saveTo,
  setUpClinic,
  signIn,
} from '../support/people.js';
import type { Workstation } from '../support/workstation.js';

async function openLog(workstation: Workstation): Promise<Page> {
  const settings = await openSettings(workstation);
  await openTab(settings, 'Audit log');
  return settings;
}

/** Exports the log in one form. @returns the file's text */
async function exported(workstation: Workstation, settings: Page, form: string): Promise<string> {
  const file = join(workstation.home, 'exported.json');
  await saveTo(workstation, file);
  await button(settings, 'Export…').click();
  await settings.getByRole('radio', { name: form }).check();
  await button(settings, 'Export').click();
  await confirmItsYou(settings);
  await expect(settings.getByText('Saved')).toBeVisible();
  return readFileSync(file, 'utf8');
}

test('Verify finds what another program changed in the log, and says where', async ({
  workstation,
}) => {
  const home = await workstation.start();
  await setUpClinic(home);
  let settings = await openLog(workstation);
  await button(settings, 'Verify').click();
  await expect(
    settings.getByText(/^Complete since .*: \d+ events, each with its seal\.$/),
  ).toBeVisible();
  await expect(settings.getByText(/^The clinic’s fingerprint: /)).toBeVisible();
  await expect(settings.getByRole('rowheader').first()).toHaveText(/Audit log verified/);

  await button(home, 'Lock now').click();
  await expectSignIn(home);
  const account = new AccountFile(workstation.userData);
  // It is written when the wipe is proved, after the sign-in view is there.
  await expect.poll(() => account.audit('session.ended')).toHaveLength(1);
  const [ended] = account.audit('session.ended');
  account.run('DROP TRIGGER audit_event_is_never_changed');
  account.run("UPDATE audit_event SET cause = 'signOut' WHERE id = ?", ended?.['id']);
  account.run('DROP TRIGGER audit_event_is_never_deleted');
  account.run("DELETE FROM audit_event WHERE event = 'auditLog.verified'");

  await signIn(home, DANA);
  await expectHome(home);
  settings = await openLog(workstation);
  await button(settings, 'Verify').click();
  const found = settings.getByRole('alert');
  await expect(found).toContainText('The audit log is not complete: 3 things are wrong.');
  await expect(found).toContainText(
    `Event ${String(ended?.['id'])} was changed after it was written.`,
  );
  await expect(found).toContainText('is missing: it was deleted.');
  await expect(found).toContainText(
    'The rules with which the database protects the log were removed.',
  );
  const row = settings.getByRole('row').filter({ hasText: 'Its proof does not fit.' });
  await expect(row).toHaveCount(1);
  await expect(row).toContainText('Signed out');
});

test('an exported log proves itself on any computer, and FHIR is what HL7 has published', async ({
  workstation,
}) => {
  const home = await workstation.start();
  await setUpClinic(home);
  const settings = await openLog(workstation);
  const signed = await exported(workstation, settings, 'Signed log (JSON)');

  async function verified(text: string): Promise<{ readonly code: number; readonly said: string }> {
    const file = join(workstation.home, 'to-verify.json');
    writeFileSync(file, text);
    const { code, stderr } = await run(
      workstation.electronPath,
      workstation.args('--verify-audit', file),
      { env: workstation.desktop.env, timeoutMilliseconds: 40_000 },
    );
    return { code, said: stderr };
  }
  const complete = await verified(signed);
  expect(complete.said).toContain(`Audit log of ${CLINIC}`);
  expect(complete.said).toContain('as they were signed');
  expect(complete.said).toContain(`Exported by ${DANA.name}`);
  expect(complete.code).toBe(0);

  const changed = await verified(signed.replace('session.started', 'session.resumed'));
  expect(changed.said).toMatch(/Event \d+ was changed/);
  expect(changed.code).toBe(1);
  const nothing = await verified('{}');
  expect(nothing.said).toContain('is no signed log');
  expect(nothing.code).toBe(1);

  const bundle: unknown = JSON.parse(await exported(workstation, settings, 'FHIR R4 AuditEvent'));
  expect(fhirProblems(bundle)).toEqual([]);
  expect(JSON.stringify(bundle)).toContain('110122');
});

test('how long the log is kept needs a proof, and nothing goes by itself', async ({
  workstation,
}) => {
  const home = await workstation.start();
  await setUpClinic(home);
  const settings = await openLog(workstation);
  await expect(settings.getByText('No event is older.')).toBeVisible();
  await choose(settings, 'Keep events for', '10 years');
  await confirmItsYou(settings);
  await expect(settings.getByRole('combobox', { name: 'Keep events for' })).toHaveText('10 years');
  await button(settings, 'Refresh').click();
  await expect(settings.getByRole('rowheader').first()).toHaveText(
    /How long the audit log is kept changed.*10 years/,
  );
  await expect(button(settings, 'Remove older events…')).toHaveCount(0);
});
