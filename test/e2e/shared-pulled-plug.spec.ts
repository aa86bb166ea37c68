import { AccountFile } from '../support/account-file.js';
import { expect } from '../support/app-fixture.js';
import { entryCount } from '../support/keychain.js';
import { OwnCable } from '../support/own-cable.js';
import { button, expectHome, expectSignIn, ROBIN, signIn } from '../support/people.js';
import { LONG } from '../support/reliability.js';
import { type ClinicServer, openTwoDesks, test, workstationRow } from '../support/shared-clinic.js';

/*
 * One computer's network cable is pulled: nothing comes through any more, and no end is told so. Two real apps, a
 * real server, and a real cable.
 */

/** What every computer calls the server; each finds it by its own way. */
const SERVER_NAME = 'clinic-server.example';
const WITHOUT_SERVER = 'Working without the server since';
const NOT_REACHED =
  /Not reached since \d.*Its session ends at \d.* at the latest if nobody touches it, at \d.* in any case/;

test(
  'an order to a computer whose cable is pulled says when its session ends at the latest, and is done when it is back',
  LONG,
  async ({ workstation, second, server }, info) => {
    const missing = await OwnCable.missing();
    test.skip(missing !== null, missing ?? '');
    const { postgres, database } = server;
    const cable = await OwnCable.lay(postgres);
    try {
      workstation.managedFolder().nameHost(SERVER_NAME, postgres.host);
      second.managedFolder().nameHost(SERVER_NAME, cable.host);
      const named = Object.create(server, {
        address: { value: `${SERVER_NAME}:${postgres.port}/${database}` },
      }) as ClinicServer;
      const colleague = { person: ROBIN, role: 'Receptionist' };
      const { home, settings, other } = await openTwoDesks(workstation, second, named, colleague);
      const there = workstationRow(settings, 'Reception 2');
      await signIn(other, ROBIN);
      await expect(there).toContainText(ROBIN.name);

      cable.pull();
      await there.getByRole('button', { name: 'Sign out' }).click();
      const dialog = settings.getByRole('alertdialog');
      await dialog.getByRole('button', { name: 'Sign out' }).click();
      await expect(dialog).toHaveCount(0);
      await expect(there).toContainText('Asked');
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
      await expectSignIn(other, 'You were signed out by an administrator.');
      await other.screenshot({ path: info.outputPath('signed-out.png') });
      await expect.poll(() => entryCount(second.desktop)).toBe(0);
      await expect(there).toContainText(/Done at \d/);
      await expect(there).toContainText('Nobody');
      await settings.screenshot({ path: info.outputPath('done.png') });
      const [end] = new AccountFile(second.userData).audit('session.ended');
      expect(end).toMatchObject({ cause: 'signedOutByAdministrator' });
      await expect(button(other, 'Sign in')).toBeVisible();
    } finally {
      cable.remove();
    }
  },
);
