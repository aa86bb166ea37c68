import { mergeTests } from 'playwright/test';
import { AccountFile } from '../support/account-file.js';
import {
  barPage,
  barView,
  openApp,
  PORTAL_APP,
  saveClinicApp,
  visibleApps,
} from '../support/clinic-app-steps.js';
import {
  changeOwnPassword,
  changeRole,
  disable,
  resetTwoFactor,
} from '../support/clinic-members.js';
import { entryCount } from '../support/keychain.js';
import {
  button,
  choose,
  DANA,
  enterCredentials,
  expectHome,
  expectOnlyWindow,
  expectSignIn,
  memberRow,
  openSettings,
  openTab,
  ROBIN,
  signIn,
} from '../support/people.js';
import { openTwoDesks, test as shared } from '../support/shared-clinic.js';
import { expect, test as withSite } from '../support/site/fixture.js';
import { PORTAL, SITE_PERSON } from '../support/site/hosts.mjs';
import { enrol, enterCode, requireTwoFactor, setUpTwoFactor } from '../support/two-factor.js';
import { LONG } from '../support/reliability.js';

const test = mergeTests(shared, withSite);

const NEW_PASSWORD = 'velvet-compass-marble-9';

test('a role, a clinic app and access are decided at one desk, and felt by the session at the other', async ({
  workstation,
  second,
  server,
}) => {
  const colleague = { person: ROBIN, role: 'Receptionist' };
  const { settings, other } = await openTwoDesks(workstation, second, server, colleague);
  await signIn(other, ROBIN);

  await changeRole(settings, ROBIN, 'Administrator');
  await expect(other.getByText('Administrator', { exact: true })).toBeVisible();
  await openSettings(second);
  await changeRole(settings, ROBIN, 'Practitioner');
  await expect(other.getByText('Practitioner', { exact: true })).toBeVisible();
  await expectOnlyWindow(second, other);

  await saveClinicApp(settings, { ...PORTAL_APP, roles: ['practitioner'] });
  await expect.poll(() => visibleApps(other)).toEqual([PORTAL_APP.name]);
  await changeRole(settings, ROBIN, 'Receptionist');
  await expect.poll(() => visibleApps(other)).toEqual([]);

  await disable(settings, ROBIN);
  await expectSignIn(other, 'You were signed out because an administrator turned off your access.');
  await expect.poll(() => entryCount(second.desktop)).toBe(0);
  await enterCredentials(other, ROBIN);
  await expect(other.getByRole('alert')).toBeVisible();
  await expect(button(other, 'Lock now')).toHaveCount(0);
});

test(
  'a second factor that is set up at one desk is known at the other, and so is its reset and the rule',
  LONG,
  async ({ workstation, second, server }) => {
    const colleague = { person: ROBIN, role: 'Receptionist' };
    const { home, settings, other } = await openTwoDesks(workstation, second, server, colleague);
    await openTab(settings, 'Members');
    await expect(memberRow(settings, ROBIN)).toContainText('Off');
    await signIn(other, ROBIN);
    await expect(memberRow(settings, ROBIN)).toContainText('Not signed in here yet');
    const { authenticator } = await setUpTwoFactor(second, ROBIN);
    await expect(memberRow(settings, ROBIN)).toContainText('On');

    // The same phone answers at a desk where Robin never was.
    await button(home, 'Switch user').click();
    await expectSignIn(home);
    await enterCredentials(home, ROBIN);
    await enterCode(home, await authenticator.freshCode());
    await expectHome(home);
    await button(home, 'Switch user').click();
    await signIn(home, DANA);

    const again = await openSettings(workstation);
    await resetTwoFactor(again, ROBIN);
    await expect(memberRow(again, ROBIN)).toContainText('To set up again');
    await button(other, 'Sign out').click();
    await enterCredentials(other, ROBIN);
    await enrol(other, second);
    await expectHome(other);
    await expect(memberRow(again, ROBIN)).toContainText('On');

    // A rule for everybody reaches who is signed in, and holds for the next sign-in at the other desk.
    await requireTwoFactor(again, 0);
    await button(other, 'Switch user').click();
    await enterCredentials(other, DANA);
    await expect(
      other.getByRole('img', { name: 'QR code for your authenticator app' }),
    ).toBeVisible();
  },
);

test(
  'two administrators at one form: other fields are merged, the same one is asked about',
  LONG,
  async ({ workstation, second, server }) => {
    const colleague = { person: ROBIN, role: 'Administrator' };
    const { settings, other } = await openTwoDesks(workstation, second, server, colleague);
    await signIn(other, ROBIN);
    const robins = await openSettings(second);
    for (const page of [settings, robins]) await openTab(page, 'Session timeout');
    const saved = robins.getByRole('status').filter({ hasText: 'Saved' });

    await choose(robins, 'Longest session', '8 hours');
    await choose(settings, 'Automatic session timeout', '5 minutes');
    await button(settings, 'Save changes').click();
    await expect(other.getByText('5 minutes', { exact: false }).first()).toBeVisible();
    await button(robins, 'Save changes').click();
    await expect(saved).toBeVisible();
    for (const page of [settings, robins]) {
      await expect(page.getByRole('combobox', { name: 'Longest session' })).toHaveText('8 hours');
      await expect(page.getByRole('combobox', { name: 'Automatic session timeout' })).toHaveText(
        '5 minutes',
      );
    }

    await choose(robins, 'Automatic session timeout', '30 minutes');
    await choose(settings, 'Automatic session timeout', '10 minutes');
    await button(settings, 'Save changes').click();
    await expect(other.getByText('10 minutes', { exact: false }).first()).toBeVisible();
    await button(robins, 'Save changes').click();
    await expect(robins.getByRole('alert')).toContainText('Somebody else changed “');
    await expect(robins.getByRole('combobox', { name: 'Automatic session timeout' })).toHaveText(
      '10 minutes',
    );
    // Robin insists.
    await choose(robins, 'Automatic session timeout', '30 minutes');
    await button(robins, 'Save changes').click();
    await expect(saved).toBeVisible();
    await expect(settings.getByRole('combobox', { name: 'Automatic session timeout' })).toHaveText(
      '30 minutes',
    );
  },
);

test(
  'two administrators disable each other at one moment: one of them stays',
  LONG,
  async ({ workstation, second, server }) => {
    const colleague = { person: ROBIN, role: 'Administrator' };
    const { home, settings, other } = await openTwoDesks(workstation, second, server, colleague);
    await signIn(other, ROBIN);
    const robins = await openSettings(second);
    const askToDisable = async (page: typeof settings, person: typeof ROBIN) => {
      await openTab(page, 'Members');
      await memberRow(page, person).getByRole('button', { name: 'Disable' }).click();
      return page.getByRole('alertdialog').getByRole('button', { name: 'Disable' });
    };
    const buttons = [await askToDisable(settings, ROBIN), await askToDisable(robins, DANA)];
    await Promise.all(buttons.map((one) => one.click().catch(() => undefined)));

    const signedOut = [home, other].map((page) => page.getByRole('heading', { name: 'Sign in' }));
    const count = async (): Promise<number> =>
      (await Promise.all(signedOut.map((heading) => heading.isVisible()))).filter(Boolean).length;
    await expect.poll(count).toBe(1);
    const danaIsOut = await signedOut[0]?.isVisible();
    const [stays, out] = danaIsOut ? [robins, DANA] : [settings, ROBIN];
    await expect(memberRow(stays, out)).toContainText('Disabled');
    const who = memberRow(stays, danaIsOut ? ROBIN : DANA);
    await expect(who).toContainText('A clinic needs at least one active administrator.');
  },
);

test(
  'a password that is changed at one desk ends the session at the other, whose own records stay',
  LONG,
  async ({ workstation, second, server, site }) => {
    workstation.keepSecret(NEW_PASSWORD);
    second.keepSecret(NEW_PASSWORD);
    const changed = { ...DANA, password: NEW_PASSWORD };
    const { home, settings, other } = await openTwoDesks(workstation, second, server);
    await saveClinicApp(settings, PORTAL_APP);
    const page = await openApp(workstation, PORTAL_APP);
    await page.goto(`https://${PORTAL}/forms`);
    const note = 'Prefers mornings';
    await page.getByLabel('Subject', { exact: true }).pressSequentially(note);
    const bar = await barPage(workstation, PORTAL_APP);
    await bar.getByRole('button', { name: 'Sign-in' }).click();
    await bar.getByLabel('User name').fill(SITE_PERSON.userName);
    await bar.getByLabel('Password', { exact: true }).fill(SITE_PERSON.password);
    await button(bar, 'Save').click();
    await expect.poll(async () => (await barView(bar)).siteSignIn.saved).toBe(true);
    // The app asks the page for typed text only after a moment.
    const account = new AccountFile(workstation.userData);
    const drafts = `drafts/${account.idOf(DANA.email)}`;
    await expect
      .poll(() => account.all('SELECT 1 FROM sealed_record WHERE name = ?', drafts).length)
      .toBe(1);

    await signIn(other, DANA);
    await changeOwnPassword(other, DANA, NEW_PASSWORD);
    await expectSignIn(
      home,
      'You were signed out because your password was changed at another workstation.',
    );
    await expect.poll(() => entryCount(workstation.desktop)).toBe(0);
    await expectHome(other);

    await enterCredentials(home, DANA);
    await expect(home.getByRole('alert')).toContainText('do not match');
    await signIn(home, changed);
    const again = await openApp(workstation, PORTAL_APP);
    await again.goto(`https://${PORTAL}/forms`);
    const newBar = await barPage(workstation, PORTAL_APP);
    await expect
      .poll(async () => (await barView(newBar)).draft?.fields.map(({ text }) => text))
      .toEqual([note]);
    expect((await barView(newBar)).siteSignIn.saved).toBe(true);
    expect(site.sessions.size).toBe(0);
  },
);
