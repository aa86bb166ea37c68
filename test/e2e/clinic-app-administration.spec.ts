import {
  APP_PERMISSIONS,
  type ClinicAppSettings,
} from '../../src/shared/clinic-apps/clinic-app.js';
import { AccountFile } from '../support/account-file.js';
import { expectAccessible } from '../support/axe.js';
import {
  addClinicApp,
  fillClinicAppForm,
  openApp,
  PATHOLOGY_APP,
  PORTAL_APP,
  visibleApps,
} from '../support/clinic-app-steps.js';
import { button, openSettings, openTab, setUpClinic, textBox } from '../support/people.js';
import { expect, test } from '../support/site/fixture.js';
import { PORTAL, PROVIDER } from '../support/site/hosts.mjs';

/** An app with every permission, for some roles. */
const EVERYTHING: ClinicAppSettings = {
  ...PORTAL_APP,
  allowedHosts: [PROVIDER, '*.clinic.example'],
  roles: ['administrator', 'practitioner'],
  allows: {
    printing: true,
    downloads: true,
    clipboardOut: true,
    camera: true,
    microphone: true,
    outsideLinks: true,
    thisComputer: true,
    clinicNetwork: true,
  },
};

test('clinic apps: added, changed, ordered and removed by an administrator', async ({
  workstation,
  site,
}) => {
  const main = await workstation.start();
  await setUpClinic(main);
  const settings = await openSettings(workstation);
  const saved = () =>
    settings.evaluate(async () => {
      const { view } = await window.clinic.readView({});
      if (view.view !== 'settings') throw new Error('This is not the settings window.');
      return view.clinicApps;
    });
  await openTab(settings, 'Clinic apps');
  await expectAccessible(workstation, settings, 'no clinic apps');

  // The first one comes from the list of common systems.
  await button(settings, 'Add clinic app').click();
  await settings.getByRole('searchbox', { name: 'Search' }).fill('cliniko');
  await settings.getByRole('button', { name: /^Cliniko/ }).click();
  await expect(textBox(settings, 'Name')).toHaveValue('Cliniko');
  await button(settings, 'Cancel').click();

  // An invalid form says why, and is not saved.
  await button(settings, 'Add clinic app').click();
  await button(settings, 'Something else…').click();
  const form = settings.getByRole('dialog', { name: 'Add clinic app' });
  await fillClinicAppForm(form, { ...PORTAL_APP, address: 'http://portal.clinic.example/' });
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form.getByText(/Use an https address/)).toBeVisible();
  await fillClinicAppForm(form, { ...PORTAL_APP, allowedHosts: ['*.com.au'] });
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form.getByText(/is far too wide/)).toBeVisible();
  await expect.poll(() => visibleApps(main)).toEqual([]);
  await form.getByRole('button', { name: 'Cancel' }).click();

  await addClinicApp(settings, EVERYTHING);
  await addClinicApp(settings, PATHOLOGY_APP);
  await expectAccessible(workstation, settings, 'clinic apps');
  await expect.poll(() => visibleApps(main)).toEqual([EVERYTHING.name, PATHOLOGY_APP.name]);
  expect(await saved()).toMatchObject([{ ...EVERYTHING }, { ...PATHOLOGY_APP }]);
  // The site’s own picture, fetched once without any cookies.
  await expect(button(main, EVERYTHING.name).locator('img')).toHaveAttribute(
    'src',
    /^data:image\/png/,
  );
  expect(site.asked(PORTAL, '/icon.png').map(({ cookies }) => cookies)).toEqual([{}]);

  await button(settings, `Move up ${PATHOLOGY_APP.name}`).click();
  await expect.poll(() => visibleApps(main)).toEqual([PATHOLOGY_APP.name, EVERYTHING.name]);

  // A change is in force at once: the window with the old rules closes.
  const page = await openApp(workstation, EVERYTHING);
  const closed = page.waitForEvent('close');
  await button(settings, `Edit ${EVERYTHING.name}`).click();
  const edit = settings.getByRole('dialog', { name: `Edit ${EVERYTHING.name}` });
  await edit.getByRole('switch', { name: 'Downloads' }).click();
  await edit.getByRole('button', { name: 'Save' }).click();
  await closed;
  await expect(edit).toHaveCount(0);
  const changed = (await saved()).find(({ name }) => name === EVERYTHING.name);
  expect(APP_PERMISSIONS.filter((permission) => changed?.allows[permission] === false)).toEqual([
    'downloads',
  ]);

  await button(settings, `Remove ${PATHOLOGY_APP.name}`).click();
  await settings
    .getByRole('alertdialog', { name: `Remove ${PATHOLOGY_APP.name}?` })
    .getByRole('button', { name: 'Remove' })
    .click();
  await expect.poll(() => visibleApps(main)).toEqual([EVERYTHING.name]);

  const account = new AccountFile(workstation.userData);
  for (const [event, count] of [
    ['clinicApp.added', 2],
    // Two changes: the order, and the permissions of one app.
    ['clinicApp.changed', 2],
    ['clinicApp.removed', 1],
    ['clinicApp.opened', 1],
  ] as const)
    expect(account.audit(event), event).toHaveLength(count);
});
