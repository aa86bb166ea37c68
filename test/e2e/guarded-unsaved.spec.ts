import type { ProbeReport } from '../../src/shared/clinic-apps/page-probe.js';
import {
  barPage,
  closeAppWindow,
  focusedTitle,
  focusWindow,
  openApp,
  openClinic,
  PORTAL_APP,
  runInSite,
  sitePage,
} from '../support/clinic-app-steps.js';
import { button, DANA, expectHome } from '../support/people.js';
import { answerWarning, warningShown } from '../support/presence.js';
import { expect, test } from '../support/site/fixture.js';
import { PORTAL } from '../support/site/hosts.mjs';
import type { Workstation } from '../support/workstation.js';
import { LONG } from '../support/reliability.js';

const FRAMED = `https://${PORTAL}/framed-forms`;

/** The report of the probe in the page at an address. */
async function report({ app }: Workstation, address = FRAMED): Promise<ProbeReport> {
  const text = await app.evaluate(async ({ webContents }, wanted) => {
    const site = webContents.getAllWebContents().find((one) => one.getURL() === wanted);
    const code = 'JSON.stringify(clinicProbe.report())';
    const asked: unknown = await site?.executeJavaScriptInIsolatedWorld(7_001, [{ code }]);
    return String(asked);
  }, address);
  return JSON.parse(text) as ProbeReport;
}

test('input in a frame of the site counts as unsaved until it is sent', async ({
  workstation,
  site,
}) => {
  await openClinic(workstation, [PORTAL_APP]);
  const page = await openApp(workstation, PORTAL_APP);
  await page.goto(FRAMED);
  const frame = page.frameLocator('iframe');
  const unsaved = async () => (await report(workstation)).unsaved;
  expect(await unsaved()).toBe(false);

  // A control that only filters a list has nothing to send.
  await page.getByLabel('Show').press('ArrowDown');
  await expect(page.getByLabel('Show')).toHaveValue('Mine');
  expect(await unsaved()).toBe(false);

  await frame.getByLabel('Room').press('ArrowDown');
  await expect(frame.getByLabel('Room')).toHaveValue('2');
  expect(await unsaved()).toBe(true);
  await frame.getByLabel('Room').press('ArrowUp');
  expect(await unsaved()).toBe(false);

  await frame.getByLabel('Urgent').click();
  expect(await unsaved()).toBe(true);
  await frame.getByLabel('Urgent').click();
  expect(await unsaved()).toBe(false);

  await frame.getByLabel('Remark').pressSequentially('Comes with a stick');
  // The text belongs to the frame's address, but would be offered at the page's, so it is not kept.
  expect(await report(workstation)).toEqual({ unsaved: true, fields: [], sent: null });
  await closeAppWindow(workstation, 'Portal');
  const bar = await barPage(workstation, PORTAL_APP);
  await expect(bar.getByRole('alertdialog')).toContainText('Closing its window');
  await button(bar, 'Stay').click();

  await frame.getByRole('button', { name: 'Keep' }).click();
  await expect(frame.getByLabel('Remark')).toHaveValue('');
  expect(site.asked(PORTAL, '/choices').at(-1)?.body).toContain('Comes+with+a+stick');
  expect(await unsaved()).toBe(false);

  // Typed again, and gone when the frame navigates.
  await frame.getByLabel('Remark').pressSequentially('Not this one');
  expect(await unsaved()).toBe(true);
  await page.evaluate(() => {
    const shown = document.querySelector('iframe');
    if (shown !== null) shown.src = '/forms';
  });
  await expect(frame.getByLabel('Subject')).toBeVisible();
  expect(await unsaved()).toBe(false);
  await frame.getByLabel('Subject').pressSequentially('In the next one');
  expect(await unsaved()).toBe(true);
});

test(
  'text typed at one address is kept for no other, in a site that changes its address by script',
  LONG,
  async ({ workstation, site }) => {
    await openClinic(workstation, [PORTAL_APP]);
    const page = await openApp(workstation, PORTAL_APP);
    const [first, second] = [1, 2].map((patient) => `https://${PORTAL}/forms?patient=${patient}`);
    await page.goto(`${first}`);
    await page.getByLabel('Note', { exact: true }).pressSequentially('About the first');
    expect(await report(workstation, first)).toMatchObject({
      fields: [{ value: 'About the first' }],
    });
    await page.evaluate((address) => history.pushState({}, '', address), second);
    expect(await report(workstation, second)).toEqual({ unsaved: true, fields: [], sent: null });
    await page.getByLabel('Subject').pressSequentially('About the second');
    expect(await report(workstation, second)).toMatchObject({
      fields: [{ value: 'About the second' }],
    });
    expect(site.asked(PORTAL, '/forms')).toHaveLength(1);
  },
);

test(
  'input in a pop-up counts too; a pop-up that objects is closed at the second time',
  LONG,
  async ({ workstation, site }) => {
    const main = await openClinic(workstation, [PORTAL_APP], '1 minute');
    await openApp(workstation, PORTAL_APP);
    const bar = await barPage(workstation, PORTAL_APP);
    await runInSite(workstation, `open('/unsaved', '', 'width=600,height=500')`);
    const popUp = await sitePage(workstation, `https://${PORTAL}/unsaved`);
    await focusWindow(workstation, /^portal\.clinic\.example/);
    await popUp.getByLabel('Note').click();
    await workstation.desktop.input.type('A letter that is not sent');
    await expect(popUp.getByLabel('Note')).toHaveValue('A letter that is not sent');

    await closeAppWindow(workstation, 'Portal');
    await expect(bar.getByRole('alertdialog')).toContainText('Closing its window');
    await button(bar, 'Stay').click();

    await focusWindow(workstation, /^Clinic Workstation$/);
    const warning = await warningShown(workstation);
    await expect(warning.getByText(`Unsaved input in ${PORTAL_APP.name}.`)).toBeVisible();
    await answerWarning(warning, 'Stay signed in');
    await expect.poll(() => focusedTitle(workstation)).toBe(`${PORTAL} · ${DANA.name}`);
    await expectHome(main);

    await workstation.desktop.input.key('alt+F4');
    await expect(
      bar.getByText('A window of Portal says that something in it is not saved.'),
    ).toBeVisible();
    expect(popUp.isClosed()).toBe(false);
    const closed = popUp.waitForEvent('close');
    await workstation.desktop.input.key('alt+F4');
    await closed;
    expect(site.asked(PORTAL, '/unsaved')).toHaveLength(1);
  },
);
