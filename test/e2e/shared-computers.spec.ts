import { readdirSync, readFileSync } from 'node:fs';
import type { Page } from 'playwright/test';
import { expect } from '../support/app-fixture.js';
import { expectAccessible } from '../support/axe.js';
import { COMPUTER_SERVICE, credentials, entryCount } from '../support/keychain.js';
import {
  addMember,
  button,
  confirmItsYou,
  DANA,
  enterCredentials,
  expectHome,
  expectSignIn,
  memberRow,
  openSettings,
  openTab,
  ROBIN,
  saveTo,
  setUpClinic,
  signIn,
  textBox,
} from '../support/people.js';
import { leaks } from '../support/secrets.js';
import {
  type ClinicServer,
  inviteWorkstation,
  joinClinic,
  openTwoDesks,
  shareAccount,
  test,
  workstationRow,
} from '../support/shared-clinic.js';
import { LONG } from '../support/reliability.js';

const REFUSED_CODE = 'The server does not accept that code.';

/** Tries a code at the set-up view, or at the joining view that a refused one left open. */
async function expectNoEntry(page: Page, code: string, sentence: string): Promise<void> {
  await textBox(page, 'Enrolment code').fill(code);
  await button(page, 'Join').click();
  await expect(page.getByRole('alert')).toContainText(sentence);
}

async function openJoining(page: Page, server: ClinicServer): Promise<void> {
  await button(page, 'This clinic has an account already').click();
  await textBox(page, 'Server address').fill(server.address);
}

test(
  'codes: taken back, wrong, spent; and a computer gets another name',
  LONG,
  async ({ workstation, second, server }) => {
    const home = await workstation.start();
    await setUpClinic(home);
    const settings = await openSettings(workstation);
    await shareAccount(settings, server);
    const takenBack = await inviteWorkstation(settings, 'Reception 2');
    await expect(settings.getByText('Open enrolment codes')).toBeVisible();
    await button(settings, 'Take back').click();
    await expect(settings.getByText('Open enrolment codes')).toHaveCount(0);
    const code = await inviteWorkstation(settings, 'Reception 2');
    await expectAccessible(workstation, settings, 'workstations');

    const other = await second.start();
    await openJoining(other, server);
    await expectAccessible(second, other, 'joining a clinic');
    await expectNoEntry(other, takenBack, REFUSED_CODE);
    await expectNoEntry(other, 'ABCD-EFGH', 'That is no enrolment code.');
    const last = code.endsWith('7') ? '8' : '7';
    await expectNoEntry(other, code.slice(0, -1) + last, REFUSED_CODE);
    await textBox(other, 'Enrolment code').fill(code.toLowerCase().replaceAll('-', ' '));
    await button(other, 'Join').click();
    await expectSignIn(other);

    await signIn(other, DANA);
    const there = await openSettings(second);
    await openTab(there, 'Workstations');
    await expect(workstationRow(there, 'Reception 2')).toContainText('This workstation');
    await workstationRow(settings, 'Reception 2').getByRole('button', { name: 'Rename' }).click();
    const dialog = settings.getByRole('dialog', { name: 'Rename the workstation' });
    await dialog.getByRole('textbox', { name: 'Name' }).fill('reception 1');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(dialog.getByRole('alert')).toContainText('Another workstation has that name.');
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Triage');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(workstationRow(there, 'Triage')).toContainText('This workstation');
    await expect(workstationRow(settings, 'Triage')).toBeVisible();
  },
);

test('a computer that is removed ends its session, keeps nothing of the clinic, and can join again', async ({
  workstation,
  second,
  server,
}) => {
  const colleague = { person: ROBIN, role: 'Receptionist' };
  const { settings, other, code } = await openTwoDesks(workstation, second, server, colleague);
  await signIn(other, ROBIN);
  const ofTheClinic = new Set([
    DANA.email,
    ROBIN.email,
    ROBIN.name,
    'Reception 1',
    server.database,
  ]);
  const left = (): readonly string[] =>
    leaks(ofTheClinic, { folder: second.userData, log: second.log });
  expect(left()).not.toEqual([]);
  await openTab(settings, 'Workstations');
  await workstationRow(settings, 'Reception 2').getByRole('button', { name: 'Remove' }).click();
  const asks = settings.getByRole('alertdialog', { name: 'Remove Reception 2?' });
  await asks.getByRole('button', { name: 'Remove' }).click();
  await confirmItsYou(settings);

  await expect(other.getByRole('heading', { name: 'This workstation was removed' })).toBeVisible();
  await expect(other.getByRole('status')).toContainText(
    'Dana Whitlock removed this workstation from Harbour Street Clinic, ',
  );
  await expectAccessible(second, other, 'a removed workstation');
  await expect(workstationRow(settings, 'Reception 2')).toHaveCount(0);
  await expect.poll(() => entryCount(second.desktop)).toBe(0);
  await expect.poll(() => credentials(second.desktop, COMPUTER_SERVICE)).toEqual([]);
  await expect.poll(left).toEqual([]);

  // It stays so over a restart.
  await second.kill();
  const after = await second.start();
  await expect(after.getByRole('heading', { name: 'This workstation was removed' })).toBeVisible();
  const again = await second.thatStartsAgain(() => button(after, 'Set up or join again').click());
  await openJoining(again, server);
  await expectNoEntry(again, code, REFUSED_CODE);
  const fresh = await inviteWorkstation(settings, 'Reception 2');
  await textBox(again, 'Enrolment code').fill(fresh);
  await button(again, 'Join').click();
  await expectSignIn(again);
  await signIn(again, ROBIN);
  await expect(workstationRow(settings, 'Reception 2')).toBeVisible();
});

test(
  'a computer that is made independent keeps the account for itself, with everybody in it',
  LONG,
  async ({ workstation, second, server }) => {
    const colleague = { person: ROBIN, role: 'Receptionist' };
    const { settings, other } = await openTwoDesks(workstation, second, server, colleague);
    await signIn(other, DANA);
    const there = await openSettings(second);
    await openTab(there, 'Workstations');
    await button(there, 'Make this computer independent…').click();
    await there
      .getByRole('alertdialog', { name: 'Make this computer independent?' })
      .getByRole('button', { name: 'Make independent' })
      .click();
    await confirmItsYou(there);
    await expect(button(there, 'Share this account…')).toBeVisible();
    await expectHome(other);
    await openTab(settings, 'Workstations');
    await expect(workstationRow(settings, 'Reception 2')).toHaveCount(0);

    // What is decided at one is nothing to the other from now on, and neither needs anything of it.
    await openTab(settings, 'Members');
    await memberRow(settings, ROBIN).getByRole('button', { name: 'Disable' }).click();
    await settings.getByRole('alertdialog').getByRole('button', { name: 'Disable' }).click();
    await expect(memberRow(settings, ROBIN)).toContainText('Disabled');
    await server.postgres.stop();
    await openTab(there, 'Members');
    await expect(memberRow(there, ROBIN)).toContainText('Active');
    await button(other, 'Switch user').click();
    // Robin never was at this computer.
    await signIn(other, ROBIN);
    await expect(other.getByText('Working without the server')).toHaveCount(0);
  },
);

test(
  'a computer with an account of its own joins: that account is set aside',
  LONG,
  async ({ workstation, second, server }) => {
    const home = await workstation.start();
    await setUpClinic(home);
    const settings = await openSettings(workstation);
    await addMember(settings, ROBIN, 'Receptionist');
    await shareAccount(settings, server);
    const code = await inviteWorkstation(settings, 'Reception 2');

    const other = await second.start();
    await setUpClinic(other);
    const there = await openSettings(second);
    await openTab(there, 'Workstations');
    await button(there, 'Join another clinic…').click();
    const dialog = there.getByRole('dialog', { name: 'Join another clinic' });
    await dialog.getByRole('textbox', { name: 'Server address' }).fill(server.address);
    await dialog.getByRole('textbox', { name: 'Enrolment code' }).fill(code);
    await dialog.getByRole('button', { name: 'Join' }).click();
    const again = await second.thatStartsAgain(() => confirmItsYou(there));
    const aside = readdirSync(second.userData).filter((name) => name.includes('set-aside'));
    expect(aside).toHaveLength(1);
    await joinClinic(again, server, code);
    await expectSignIn(again);
    await signIn(again, ROBIN);
  },
);

test(
  'whoever runs the server gets a file, and needs no login of its owner here',
  LONG,
  async ({ workstation, second, server }, testInfo) => {
    const home = await workstation.start();
    await setUpClinic(home);
    const settings = await openSettings(workstation);
    await openTab(settings, 'Workstations');
    await button(settings, 'Share this account…').click();
    await textBox(settings, 'Server address').fill(server.address);
    await textBox(settings, 'Name of this computer').fill('Reception 1');
    await settings.getByRole('radio', { name: 'Whoever runs the server' }).check();
    const file = testInfo.outputPath('clinic.sql');
    await saveTo(workstation, file);
    await button(settings, 'Save the SQL file…').click();
    await expect(settings.getByRole('status').filter({ hasText: 'Saved.' })).toBeVisible();
    const script = readFileSync(file, 'utf8');
    for (const secret of [DANA.name, DANA.email, 'Harbour']) expect(script).not.toContain(secret);

    // Too early: nothing is there yet, and nothing here has changed.
    await button(settings, 'The file was run').click();
    await confirmItsYou(settings);
    await expect(settings.getByRole('alert')).toBeVisible();
    await server.query(server.database, script);
    await button(settings, 'The file was run').click();
    await confirmItsYou(settings);
    await expect(workstationRow(settings, 'Reception 1')).toBeVisible();

    const code = await inviteWorkstation(settings, 'Reception 2');
    const other = await second.start();
    await joinClinic(other, server, code);
    await expectSignIn(other);
    await enterCredentials(other, DANA);
    await expectHome(other);
  },
);

test(
  'an organisation that manages the computers supplies the address, and a code is still needed',
  LONG,
  async ({ workstation, second, server }) => {
    test.skip(process.getuid?.() !== 0, 'Only root may give the app an /etc of its own.');
    const home = await workstation.start();
    await setUpClinic(home);
    const settings = await openSettings(workstation);
    await shareAccount(settings, server);
    const code = await inviteWorkstation(settings, 'Reception 2');
    second.managedFolder().write({ version: 1, clinicServer: server.address });
    const other = await second.start();
    await button(other, 'This clinic has an account already').click();
    const address = textBox(other, 'Server address');
    await expect(address).toHaveValue(server.address);
    await expect(address).not.toBeEditable();
    await expect(textBox(other, 'Enrolment code')).toBeFocused();
    await button(other, 'Join').click();
    await expect(other.getByText('Enter the code that you were given.')).toBeVisible();
    await textBox(other, 'Enrolment code').fill(code);
    await button(other, 'Join').click();
    await expectSignIn(other);
  },
);
