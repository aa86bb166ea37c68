import { AccountFile } from '../support/account-file.js';
import {
  focusedTitle,
  openApp,
  openClinic,
  PATHOLOGY_APP,
  portalWith,
  reopen,
  signInAtSite,
} from '../support/clinic-app-steps.js';
import { DANA, expectHome, expectOnlyWindow, signIn } from '../support/people.js';
import {
  answerWarning,
  minutePasses,
  noWarning,
  touchKeyboard,
  warningShown,
} from '../support/presence.js';
import { expect, test } from '../support/site/fixture.js';
import { PATHOLOGY, PORTAL } from '../support/site/hosts.mjs';
import { everythingReadable } from '../support/traces.js';
import { foldersOf, living, siteProcesses } from '../support/site/what-is-left.js';
import { LONG } from '../support/reliability.js';

declare global {
  interface Window {
    /** The kinds of data that the page could not store. */
    planted: Promise<readonly string[]>;
  }
}

test('a real timeout ends the sign-ins at the sites, and leaves nothing of them', async ({
  workstation,
  site,
}) => {
  const portalApp = portalWith('downloads');
  const main = await openClinic(workstation, [portalApp, PATHOLOGY_APP], '1 minute');
  const account = new AccountFile(workstation.userData);
  await openApp(workstation, PATHOLOGY_APP);
  const page = await openApp(workstation, portalApp);
  await signInAtSite(page);
  const [session] = site.sessions;
  for (let visit = 0; visit < 3; visit += 1) {
    await page.goto(`https://${PORTAL}/plant`);
    expect(await page.evaluate(() => window.planted)).toEqual([]);
  }
  await page.goto(`https://${PORTAL}/downloads`);
  await page.getByRole('link', { name: 'A report' }).click();
  const findMarks = () => site.canaries.foundIn(foldersOf(workstation));
  // While the session lives, the downloaded file is there, and nothing else ever is.
  await expect
    .poll(() => findMarks().join('\n'))
    .toMatch(/^download: [^\n]*session-downloads[^\n]*$/);

  await page.goto(`https://${PORTAL}/patients/4711`);
  await page.getByLabel('Progress note').pressSequentially('Slept badly, see again on Friday.');
  const processes = await siteProcesses(workstation);
  expect(processes.length).toBeGreaterThan(1);
  await touchKeyboard(workstation);

  const warning = await warningShown(workstation);
  await expect(warning.getByText(`Unsaved input in ${portalApp.name}.`)).toBeVisible();
  await minutePasses(workstation, main);

  await expect.poll(() => living(processes)).toEqual([]);
  await expectOnlyWindow(workstation, main);
  const readable = await everythingReadable(workstation);
  for (const trace of ['Pat Example', 'Portal', PORTAL, 'Pathology', 'Friday'])
    expect(readable).not.toContain(trace);

  await expect.poll(() => account.audit('clinicApp.signedOut')).toHaveLength(1);
  expect(JSON.parse(String(account.audit('clinicApp.signedOut')[0]?.['detail']))).toEqual({
    app: portalApp.name,
    outcome: 'done',
  });
  expect(site.asked(PORTAL, '/sign-out')).toMatchObject([
    { method: 'GET', cookies: { 'portal-session': session } },
  ]);
  expect(site.sessions.size).toBe(0);
  expect(site.asked(PATHOLOGY, '/sign-out')).toEqual([]);
  const [end] = account.audit('session.ended');
  expect(end).toMatchObject({ cause: 'idle', wipe: 'done' });
  expect(end?.['lateness_ms']).toBeLessThan(1_000);

  // The pages' workers have ended too: no more requests arrive.
  const askedSoFar = site.requests.length;
  expect(findMarks()).toEqual([]);
  await signIn(main, DANA);
  expect(site.requests).toHaveLength(askedSoFar);

  await reopen(main);
  await expect
    .poll(() => site.asked(PORTAL, '/patients/4711').at(-1)?.cookies, { message: 'asked anew' })
    .toEqual({});
  await workstation.quit();
  expect(findMarks()).toEqual([]);
});

test(
  'staying in the session brings the window with unsaved input to the front',
  LONG,
  async ({ workstation, site }) => {
    const main = await openClinic(workstation, [PATHOLOGY_APP, portalWith()], '1 minute');
    const page = await openApp(workstation, portalWith());
    await page.goto(`https://${PORTAL}/forms`);
    await page.getByLabel('Subject').pressSequentially('Half a referral');
    await openApp(workstation, PATHOLOGY_APP);
    await touchKeyboard(workstation);
    const warning = await warningShown(workstation);
    await expect(warning.getByText('Unsaved input in Portal.')).toBeVisible();
    await answerWarning(warning, 'Stay signed in');
    await noWarning(workstation);
    await expect.poll(() => focusedTitle(workstation)).toMatch(/^Portal/);
    await expect(page.getByLabel('Subject')).toHaveValue('Half a referral');
    await expectHome(main);
    expect(site.asked(PORTAL, '/sign-out')).toEqual([]);
  },
);
