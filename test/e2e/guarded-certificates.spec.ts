import type { ClinicAppSettings } from '../../src/shared/clinic-apps/clinic-app.js';
import {
  appAt,
  barPage,
  barView,
  openApp,
  openClinic,
  PORTAL_APP,
  showApp,
} from '../support/clinic-app-steps.js';
import { button, expectSignIn } from '../support/people.js';
import { AccountFile } from '../support/account-file.js';
import { expect, test } from '../support/site/fixture.js';
import { EXPIRED, NOWHERE, PORTAL, UNKNOWN } from '../support/site/hosts.mjs';
import { LONG } from '../support/reliability.js';

const WRONG: readonly ClinicAppSettings[] = [
  { ...appAt('Expired'), address: `https://${EXPIRED}/`, signOutAddress: `https://${EXPIRED}/out` },
  { ...appAt('Unknown'), address: `https://${UNKNOWN}/`, signOutAddress: `https://${UNKNOWN}/out` },
];

test('a site with an invalid certificate is not shown, and receives no request', async ({
  workstation,
  site,
}) => {
  const gone = { ...appAt('Gone'), address: `https://${NOWHERE}/`, signOutAddress: null };
  const main = await openClinic(workstation, [...WRONG, gone, PORTAL_APP]);
  for (const app of WRONG) {
    await showApp(workstation, app);
    const bar = await barPage(workstation, app);
    await expect(bar.getByText(`${app.name} can’t be opened safely`)).toBeVisible();
    // The only button tries again; none continues.
    const buttons = bar.getByRole('main').getByRole('button');
    await expect(buttons).toHaveText(['Try again']);
    await buttons.click();
    await expect.poll(async () => (await barView(bar)).isLoading).toBe(false);
    await expect(bar.getByText(`${app.name} can’t be opened safely`)).toBeVisible();
    expect((await barView(bar)).page).toMatchObject({ state: 'failed', why: 'certificate' });
  }
  await showApp(workstation, gone);
  const bar = await barPage(workstation, gone);
  await expect(bar.getByText(`${gone.name} can’t be reached`)).toBeVisible();

  // Parts of a page are checked too.
  const page = await openApp(workstation, PORTAL_APP);
  const fetched = await page.evaluate(
    (hosts) =>
      Promise.all(
        hosts.map((host) =>
          fetch(`https://${host}/part`, { mode: 'no-cors' }).then(
            () => host,
            () => null,
          ),
        ),
      ),
    [EXPIRED, UNKNOWN],
  );
  expect(fetched).toEqual([null, null]);

  await button(main, 'Lock now').click();
  await expectSignIn(main);
  const account = new AccountFile(workstation.userData);
  await expect.poll(() => account.audit('clinicApp.signedOut').length).toBe(3);
  const outcomes = account
    .audit('clinicApp.signedOut')
    .map(({ detail }) => JSON.parse(String(detail)) as { app: string; outcome: string });
  for (const { app, outcome } of outcomes)
    expect(outcome, app).toBe(app === PORTAL_APP.name ? 'done' : 'failed');
  for (const host of [EXPIRED, UNKNOWN]) expect(site.asked(host)).toEqual([]);
  expect(site.asked(PORTAL, '/sign-out')).toHaveLength(1);
});

test('plain http is allowed on this computer only', LONG, async ({ workstation, site }) => {
  const local = { ...appAt('Local'), address: site.plainAddress, signOutAddress: null };
  await openClinic(workstation, [local]);
  const page = await openApp(workstation, local);
  await expect(page.getByRole('heading', { name: 'Portal' })).toBeVisible();
  const bar = await barPage(workstation, local);
  await expect.poll(async () => (await barView(bar)).secure).toBe(false);
});
