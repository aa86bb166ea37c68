import type { Page } from 'playwright/test';
import { AccountFile } from '../support/account-file.js';
import { expect } from '../support/app-fixture.js';
import { entryCount } from '../support/keychain.js';
import { OwnCable } from '../support/own-cable.js';
import { button, expectHome, expectSignIn, ROBIN, signIn } from '../support/people.js';
import { LONG_RELIABILITY, RELIABILITY } from '../support/reliability.js';
import {
  type ClinicServer,
  openTwoDesks,
  test as shared,
  workstationRow,
} from '../support/shared-clinic.js';

/*
 * One computer's network cable is pulled: nothing comes through any more, and no end is told so. Two real apps, a
 * real server, and a real cable.
 */

/** What every computer calls the server; each finds it by its own way. */
const SERVER_NAME = 'clinic-server.example';
const WITHOUT_SERVER = 'Working without the server since';
/** A moment of another day has its date before its time. */
const NOT_REACHED =
  /Not reached since .*\d\. Its session ends at .*\d at the latest if nobody touches it, at .*\d in any case/;

/** `cable`: the second computer's way to the server, which both know by its name. */
const test = shared.extend<{ readonly cable: OwnCable; readonly named: ClinicServer }>({
  cable: async ({ server }, use, testInfo) => {
    const missing = await OwnCable.missing();
    testInfo.skip(missing !== null, missing ?? '');
    const cable = await OwnCable.lay(server.postgres);
    try {
      await use(cable);
    } finally {
      cable.remove();
    }
  },

  named: async ({ server, cable, workstation, second }, use) => {
    const { host, port } = server.postgres;
    workstation.managedFolder().nameHost(SERVER_NAME, host);
    second.managedFolder().nameHost(SERVER_NAME, cable.host);
    const address = `${SERVER_NAME}:${port}/${server.database}`;
    await use(Object.create(server, { address: { value: address } }) as ClinicServer);
  },
});

const COLLEAGUE = { person: ROBIN, role: 'Receptionist' };

async function orderSignOut(settings: Page): Promise<void> {
  const there = workstationRow(settings, 'Reception 2');
  await there.getByRole('button', { name: 'Sign out' }).click();
  const dialog = settings.getByRole('alertdialog');
  await dialog.getByRole('button', { name: 'Sign out' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(there).toContainText('Asked');
}

/** The order has come through, and was obeyed. */
async function expectDone(settings: Page, other: Page): Promise<void> {
  await expectSignIn(other, 'You were signed out by an administrator.');
  const there = workstationRow(settings, 'Reception 2');
  await expect(there).toContainText(/Done at \d/);
  await expect(there).toContainText('Nobody');
}

test(
  'an order that is given while a cable is out for a moment comes through when it is back',
  RELIABILITY,
  async ({ workstation, second, named, cable }) => {
    const { settings, other } = await openTwoDesks(workstation, second, named, COLLEAGUE);
    await signIn(other, ROBIN);
    await expect(workstationRow(settings, 'Reception 2')).toContainText(ROBIN.name);
    cable.pull();
    await orderSignOut(settings);
    await button(other, 'My security').click();
    await expect(other.getByRole('dialog', { name: 'My security' })).toBeVisible();
    cable.plugIn();
    await expectDone(settings, other);
    await expect.poll(() => entryCount(second.desktop)).toBe(0);
  },
);

test(
  'an order to a computer whose cable is pulled says when its session ends at the latest, and is done when it is back',
  LONG_RELIABILITY,
  async ({ workstation, second, named, cable }, info) => {
    const { home, settings, other } = await openTwoDesks(workstation, second, named, COLLEAGUE);
    const there = workstationRow(settings, 'Reception 2');
    await signIn(other, ROBIN);
    await expect(there).toContainText(ROBIN.name);

    cable.pull();
    await orderSignOut(settings);
    await settings.screenshot({ path: info.outputPath('asked.png') });
    // Work goes on there, and it finds out by itself that nothing answers.
    await expect(other.getByText(WITHOUT_SERVER)).toBeVisible({ timeout: 90_000 });
    await other.screenshot({ path: info.outputPath('alone.png') });
    await expect(there).toContainText(NOT_REACHED, { timeout: 60_000 });
    await expect(there).toContainText('Not heard since');
    await settings.screenshot({ path: info.outputPath('not-reached.png') });
    await expectHome(other);
    await expect(home.getByText(WITHOUT_SERVER)).toHaveCount(0);

    cable.plugIn();
    await expectDone(settings, other);
    await settings.screenshot({ path: info.outputPath('done.png') });
    await expect.poll(() => entryCount(second.desktop)).toBe(0);
    const [end] = new AccountFile(second.userData).audit('session.ended');
    expect(end).toMatchObject({ cause: 'signedOutByAdministrator' });
  },
);
