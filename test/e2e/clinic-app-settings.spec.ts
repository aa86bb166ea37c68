import type { Page } from 'playwright/test';
import type { ClinicAppSettings } from '../../src/shared/clinic-apps/clinic-app.js';
import { expectAccessible } from '../support/axe.js';
import {
  addClinicApp,
  appAt,
  barPage,
  barView,
  fillClinicAppForm,
  PORTAL_APP,
  sitePage,
  visibleApps,
} from '../support/clinic-app-steps.js';
import { button, DANA, openSettings, openTab, setUpClinic } from '../support/people.js';
import { expect, test } from '../support/site/fixture.js';
import { EXPIRED, PORTAL, PROVIDER } from '../support/site/hosts.mjs';
import { LONG } from '../support/reliability.js';

test('an administrator adds a clinic app in Settings, and Home opens it by its name', async ({
  workstation,
  site,
}) => {
  const main = await workstation.start();
  await setUpClinic(main);
  const settings = await openSettings(workstation);
  await addClinicApp(settings, PORTAL_APP);
  await expect(settings.getByRole('button', { name: 'Edit Portal' })).toBeVisible();
  await settings.close();
  await button(main, PORTAL_APP.name).click();
  await sitePage(workstation, PORTAL_APP.address);
  const bar = await barPage(workstation, PORTAL_APP);
  expect((await barView(bar)).member.name).toBe(DANA.name);
  expect(site.requests.some(({ host }) => host === PORTAL)).toBe(true);
});

test(
  'the hint on Home opens the Settings tab for clinic apps, whichever tab was open last',
  LONG,
  async ({ workstation }) => {
    const main = await workstation.start();
    await setUpClinic(main);
    const onTab = (settings: Page, name: string) =>
      expect(settings.getByRole('tab', { name })).toHaveAttribute('aria-selected', 'true');
    await button(main, 'Add clinic apps').click();
    const settings = await workstation.windowWithTitle('Settings');
    await onTab(settings, 'Clinic apps');
    await openTab(settings, 'About');
    await button(main, 'Settings').click();
    await onTab(settings, 'About');
    await button(main, 'Add clinic apps').click();
    await onTab(settings, 'Clinic apps');
    await settings.close();
    await onTab(await openSettings(workstation), 'Session timeout');
  },
);

test('a test in the form says what is wrong, and how to fix it', async ({ workstation, site }) => {
  const main = await workstation.start();
  await setUpClinic(main);
  const settings = await openSettings(workstation);
  await openTab(settings, 'Clinic apps');
  await button(settings, 'Add clinic app').click();
  await button(settings, 'Something else…').click();
  const form = settings.getByRole('dialog', { name: 'Add clinic app' });
  const tryIt = async (app: ClinicAppSettings) => {
    await fillClinicAppForm(form, app);
    await form.getByRole('button', { name: 'Test' }).click();
  };

  const expired = { ...appAt('Expired'), address: `https://${EXPIRED}/`, signOutAddress: null };
  await tryIt(expired);
  await expect(form.getByText(`${EXPIRED} can’t be opened safely.`)).toBeVisible();

  const away = `https://${PORTAL}/go?to=${encodeURIComponent(`https://${PROVIDER}/authorise`)}`;
  await tryIt({ ...appAt('Away'), address: away, signOutAddress: null });
  await form.getByRole('button', { name: `Allow ${PROVIDER}` }).click();
  await form.getByRole('button', { name: 'Test' }).click();
  await expect(form.getByText('“Your provider” opened.')).toBeVisible();
  await expect(form.getByRole('textbox', { name: 'Allowed hosts' })).toHaveValue(PROVIDER);
  await expectAccessible(workstation, settings, 'a clinic app that was tested');
  const tested = { ...appAt('Away'), address: away };
  expect(await barView(await barPage(workstation, tested))).toMatchObject({ isTest: true });
  await form.getByRole('button', { name: 'Save' }).click();
  await expect.poll(() => visibleApps(main)).toEqual(['Away']);
  expect(site.asked(EXPIRED)).toEqual([]);
});
