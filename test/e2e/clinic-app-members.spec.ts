import type { ClinicAppSettings } from '../../src/shared/clinic-apps/clinic-app.js';
import {
  barPage,
  barView,
  focusWindow,
  offered,
  openApp,
  PORTAL_APP,
  reopen,
  saveClinicApp,
  signInAtSite,
  sitePage,
  visibleApps,
} from '../support/clinic-app-steps.js';
import {
  addMember,
  button,
  DANA,
  expectSignIn,
  openSettings,
  ROBIN,
  setUpClinic,
  signIn,
} from '../support/people.js';
import { expect, test } from '../support/site/fixture.js';
import { PORTAL, PROVIDER, SITE_PERSON } from '../support/site/hosts.mjs';
import type { Workstation } from '../support/workstation.js';
import { LONG } from '../support/reliability.js';

/** An app for administrators only. */
const BOOKS: ClinicAppSettings = {
  ...PORTAL_APP,
  name: 'Books',
  address: 'https://books.clinic.example/',
  signOutAddress: null,
  roles: ['administrator'],
};

const PATIENT = `https://${PORTAL}/patients/4711`;

/** A clinic of two, with two clinic apps. @returns the main window, with Dana signed in */
async function openClinicOfTwo(workstation: Workstation) {
  const main = await workstation.start();
  await setUpClinic(main);
  const settings = await openSettings(workstation);
  for (const app of [PORTAL_APP, BOOKS]) await saveClinicApp(settings, app);
  await addMember(settings, ROBIN, 'Receptionist');
  await settings.close();
  return main;
}

async function focusChanges({ app }: Workstation, forMs: number): Promise<number> {
  return app.evaluate(async ({ app: main }, ms) => {
    let changes = 0;
    const count = () => (changes += 1);
    main.on('browser-window-focus', count);
    await new Promise((resolve) => setTimeout(resolve, ms));
    main.off('browser-window-focus', count);
    return changes;
  }, forMs);
}

test('the next member finds nothing of the one before; the same member gets back', async ({
  workstation,
  site,
}) => {
  const main = await openClinicOfTwo(workstation);
  await expect.poll(() => visibleApps(main)).toEqual([PORTAL_APP.name, BOOKS.name]);
  await openApp(workstation, BOOKS);
  const danas = await openApp(workstation, PORTAL_APP);
  await signInAtSite(danas);
  await danas.goto(PATIENT);
  const note = 'Prefers mornings. Ask for the letter of the 12th.';
  await danas.getByLabel('Progress note').pressSequentially(note);
  const danasBar = await barPage(workstation, PORTAL_APP);
  const danasColour = (await barView(danasBar)).member;
  expect(danasColour.name).toBe(DANA.name);
  workstation.keepSecret(note);
  // The app asks the page for typed text only after a moment.
  await danas.waitForTimeout(2_500);

  await button(main, 'Switch user').click();
  await expectSignIn(main, 'You signed out so that someone else can sign in.');
  await signIn(main, ROBIN);
  await expect.poll(() => visibleApps(main)).toEqual([PORTAL_APP.name]);
  await expect.poll(() => offered(main)).toEqual([]);
  const robins = await openApp(workstation, PORTAL_APP);
  await expect(robins.getByRole('heading', { name: 'Portal' })).toBeVisible();
  expect(site.asked(PORTAL, '/').at(-1)?.cookies).toEqual({});
  const robinsBar = await barPage(workstation, PORTAL_APP);
  expect((await barView(robinsBar)).member.name).toBe(ROBIN.name);
  await signInAtSite(robins);
  await robins.goto(PATIENT);
  await expect(robins.getByLabel('Progress note')).toHaveValue('');
  expect(await barView(robinsBar)).toMatchObject({ draft: null, canGoBack: true });

  await button(main, 'Switch user').click();
  await expectSignIn(main);
  await signIn(main, DANA);
  await expect.poll(() => offered(main)).toEqual([BOOKS.name, PORTAL_APP.name]);
  await reopen(main);
  const again = await sitePage(workstation, `https://${PORTAL}/`);
  // The same page opens again, and the site asks for a sign-in.
  await expect.poll(() => site.asked(PORTAL, '/patients/4711').at(-1)?.cookies).toEqual({});
  await signInAtSite(again);
  await again.goto(PATIENT);
  const bar = await barPage(workstation, PORTAL_APP);
  await expect(bar.getByText(note)).toBeVisible();
  await expect(bar.getByText('Progress note')).toBeVisible();
  // Another form of the page is sent, which does not contain the note.
  await again.getByLabel('Find a patient').pressSequentially('Someone else');
  await again.getByRole('button', { name: 'Find' }).click();
  await expect(again.getByLabel('Find a patient')).toHaveValue('');
  expect(site.asked(PORTAL, '/patients/4711').at(-1)).toMatchObject({ method: 'POST' });
  await expect(bar.getByText(note)).toBeVisible();
  // Text that is copied in the bar stays on the clipboard, because each reopened window has had the focus.
  await sitePage(workstation, BOOKS.address);
  await focusWindow(workstation, /^Books/);
  await focusWindow(workstation, /^Portal/);
  // As when both windows open together: neither may take the focus back from the other without end.
  await workstation.app.evaluate(({ BrowserWindow }) => {
    const both = BrowserWindow.getAllWindows().filter((one) =>
      /^(Books|Portal) · /.test(one.getTitle()),
    );
    for (let turn = 0; turn < 3; turn += 1) for (const window of both) window.focus();
  });
  await expect.poll(() => focusChanges(workstation, 1_000)).toBe(0);
  await focusWindow(workstation, /^Portal/);
  await bar.getByRole('button', { name: 'Copy' }).click();
  await expect
    .poll(() => workstation.app.evaluate(({ clipboard }) => clipboard.readText()))
    .toBe(note);
  // While a panel is open, the keyboard works in the bar.
  await again.getByLabel('Progress note').click();
  await workstation.desktop.input.key('F6');
  await workstation.desktop.input.key('ctrl+v');
  await expect(again.getByLabel('Progress note')).toHaveValue(note);

  // The note is sent, so no draft is offered any more.
  await again.getByRole('button', { name: 'Save' }).click();
  await again.waitForURL(/saved/);
  await again.goto(PATIENT);
  await expect.poll(async () => (await barView(bar)).draft).toBeNull();
});

test(
  'drafts hold plain text only, and nothing when they are off',
  LONG,
  async ({ workstation, site }) => {
    const main = await openClinicOfTwo(workstation);
    const page = await openApp(workstation, PORTAL_APP);
    await page.goto(`https://${PORTAL}/forms`);
    const typed = {
      Subject: 'Referral',
      Note: 'To be typed again otherwise',
      Secret: 'never-kept-password',
      Code: '483920',
      'Card number': '4111 1111 1111 1111',
      'Card in words': '5500 0000 0000 0004',
      Private: 'the page says no',
      Letter: 'Dear colleague',
    };
    for (const [label, text] of Object.entries(typed))
      await page.getByLabel(label, { exact: true }).pressSequentially(text);
    // Another form is sent, and the page stays.
    await page.getByLabel('Search').pressSequentially('Found and done with');
    await page.getByLabel('Search').press('Enter');
    await page.waitForTimeout(2_500);
    await button(main, 'Lock now').click();
    await expectSignIn(main);
    await signIn(main, DANA);
    const again = await openApp(workstation, PORTAL_APP);
    await again.goto(`https://${PORTAL}/forms`);
    const bar = await barPage(workstation, PORTAL_APP);
    await expect.poll(async () => (await barView(bar)).draft).not.toBeNull();
    const { draft } = await barView(bar);
    expect(draft?.fields.map(({ text }) => text)).toEqual([
      typed.Subject,
      typed.Note,
      typed.Letter,
    ]);
    await button(bar, 'Discard').click();
    await expect.poll(async () => (await barView(bar)).draft).toBeNull();

    // Drafts are turned off: text typed from now on is not kept.
    const settings = await openSettings(workstation);
    await settings.evaluate(() =>
      window.clinic.saveClinicAppRules({ rules: { reopenWithinHours: 0, keepDrafts: false } }),
    );
    await again.getByLabel('Note', { exact: true }).pressSequentially('Typed in vain');
    await again.waitForTimeout(2_500);
    await button(main, 'Lock now').click();
    await expectSignIn(main);
    await signIn(main, DANA);
    await expect.poll(() => offered(main)).toEqual([]);
    const last = await openApp(workstation, PORTAL_APP);
    await last.goto(`https://${PORTAL}/forms`);
    await last.waitForTimeout(1_000);
    expect((await barView(await barPage(workstation, PORTAL_APP))).draft).toBeNull();
    expect(site.asked(PORTAL, '/forms').length).toBe(3);
  },
);

test(
  'a saved site sign-in belongs to one member, and is filled in on the app’s own site only',
  LONG,
  async ({ workstation, site }) => {
    const main = await openClinicOfTwo(workstation);
    const page = await openApp(workstation, PORTAL_APP);
    const bar = await barPage(workstation, PORTAL_APP);
    await bar.getByRole('button', { name: 'Sign-in' }).click();
    await bar.getByLabel('User name').fill(SITE_PERSON.userName);
    await bar.getByLabel('Password', { exact: true }).fill(SITE_PERSON.password);
    await button(bar, 'Save').click();
    await expect(bar.getByText('Your sign-in for Portal is saved.')).toBeVisible();
    await expect(bar.getByLabel('Password', { exact: true })).toHaveCount(0);
    await button(bar, 'Fill in').click();
    await expect(page.getByLabel('User name')).toHaveValue(SITE_PERSON.userName);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.waitForURL(/\/patients$/);
    expect(site.sessions.size).toBe(1);

    // An allowed host of the app, but another origin.
    await page.goto(`https://${PROVIDER}/authorise`);
    await expect(bar.getByRole('textbox', { name: 'Address' })).toContainText(PROVIDER);
    await expect(bar.getByText('Your sign-in for Portal is saved.')).toHaveCount(0);
    await bar.getByRole('button', { name: 'Sign-in' }).click();
    await expect(bar.getByText(/is not on Portal’s own site/)).toBeVisible();
    const refused = await bar.evaluate(() => window.clinic.fillSiteSignIn({}));
    expect(refused).toMatchObject({ ok: false, code: 'otherSite' });
    await expect(page.getByLabel('User name')).toHaveValue('');
    // No window gets the saved values.
    expect(JSON.stringify(await barView(bar))).not.toContain(SITE_PERSON.userName);

    await button(main, 'Switch user').click();
    await expectSignIn(main);
    await signIn(main, ROBIN);
    await openApp(workstation, PORTAL_APP);
    const robinsBar = await barPage(workstation, PORTAL_APP);
    expect((await barView(robinsBar)).siteSignIn.saved).toBe(false);
    const nothing = await robinsBar.evaluate(() => window.clinic.fillSiteSignIn({}));
    expect(nothing).toMatchObject({ ok: false, code: 'noSignInSaved' });
  },
);
