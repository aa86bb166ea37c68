import { AccountFile } from '../support/account-file.js';
import {
  openApp,
  PORTAL_APP,
  saveClinicApp,
  signInAtSite,
  sitePages,
  visibleApps,
} from '../support/clinic-app-steps.js';
import {
  addMember,
  answerItsYou,
  button,
  confirmItsYou,
  DANA,
  expectHome,
  expectSignIn,
  openSettings,
  openTab,
  ROBIN,
  setUpClinic,
  signIn,
} from '../support/people.js';
import { expect, test } from '../support/site/fixture.js';
import { PORTAL } from '../support/site/hosts.mjs';
import { LONG } from '../support/reliability.js';

test(
  'an administrator gives the clinic new keys, and nobody else notices',
  LONG,
  async ({ workstation, site }) => {
    const main = await workstation.start();
    await setUpClinic(main);
    let settings = await openSettings(workstation);
    await saveClinicApp(settings, PORTAL_APP);
    await addMember(settings, ROBIN, 'Receptionist');
    await settings.close();
    const page = await openApp(workstation, PORTAL_APP);
    await signInAtSite(page);
    const account = new AccountFile(workstation.userData);
    const before = account.state();

    // Somebody else at Dana's session gets no further.
    settings = await openSettings(workstation);
    await openTab(settings, 'Members');
    const card = settings.getByRole('region', { name: 'New keys for the clinic' });
    const make = card.getByRole('button', { name: 'Make new keys…' });
    const question = settings.getByRole('dialog', { name: 'Confirm it’s you' });
    await make.click();
    await answerItsYou(settings, ROBIN);
    await expect(question.getByRole('alert')).toHaveText('That password is not right. Try again.');
    await question.getByRole('button', { name: 'Cancel' }).click();
    await expect(card.getByRole('status')).toHaveCount(0);
    expect(account.state()).toEqual(before);

    await make.click();
    await confirmItsYou(settings);
    await expect(card.getByRole('status')).toContainText('The clinic has new keys.');
    const { shares, records } = account.state();
    expect(shares.epoch).toBe(before.shares.epoch + 1);
    expect(Object.keys(records)).toEqual(Object.keys(before.records));
    for (const [name, hash] of Object.entries(records)) expect(hash).not.toBe(before.records[name]);

    await openTab(settings, 'Audit log');
    const told = settings.getByRole('row').filter({ hasText: 'New keys for the clinic made' });
    await expect(told).toHaveCount(1);
    await expect(told).toContainText(DANA.name);
    await button(settings, 'Verify').click();
    await expect(settings.getByText('Complete since')).toBeVisible();

    // The open clinic app goes on, signed in as it was.
    expect(sitePages(workstation, PORTAL_APP.address)).toEqual([page]);
    await page.goto(`https://${PORTAL}/patients/4711`);
    await expect(page.getByLabel('Progress note')).toBeVisible();
    expect(site.asked(PORTAL, '/patients/4711').at(-1)?.cookies).not.toEqual({});

    // So does the session after a crash, and so do the others.
    await workstation.kill();
    const again = await workstation.start();
    await expectHome(again);
    await expect.poll(() => visibleApps(again)).toEqual([PORTAL_APP.name]);
    await button(again, 'Switch user').click();
    await expectSignIn(again);
    await signIn(again, ROBIN);
    await expect.poll(() => visibleApps(again)).toEqual([PORTAL_APP.name]);
    const robins = await openApp(workstation, PORTAL_APP);
    await expect(robins.getByRole('heading', { name: 'Portal' })).toBeVisible();
  },
);
