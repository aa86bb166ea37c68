import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright/test';
import {
  barPage,
  focusWindow,
  openApp,
  openClinic,
  PORTAL_APP,
  portalWith,
} from '../support/clinic-app-steps.js';
import { copyElsewhere } from '../support/elsewhere.js';
import { button, DANA, expectSignIn, signIn } from '../support/people.js';
import { expect, test } from '../support/site/fixture.js';
import { PORTAL } from '../support/site/hosts.mjs';
import type { Workstation } from '../support/workstation.js';

declare global {
  interface Window {
    /** How often the page copied something without a click. */
    copies: number;
    copying: number;
  }
}

/** What somebody could paste elsewhere now, with keys and with the middle mouse button. */
async function pasteable({ app }: Workstation) {
  return app.evaluate(async ({ clipboard }) => {
    // The development runtime takes the board's name in each call.
    const older = clipboard as unknown as { readText(board: string): string };
    const selected = 'selection' in clipboard ? clipboard.selection.readText() : null;
    return {
      copied: await clipboard.readText(),
      selected: (await selected) ?? older.readText('selection'),
    };
  });
}

async function copyInPage(page: Page, name: 'Copy' | 'Copy by command'): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click();
}

const GUARDED = /^Portal/;
const MAIN = /^Clinic Workstation$/;

/** Longer than the questions to X and to other programs take, in milliseconds. */
const ASKED_MS = 700;

/** Goes to the main window and waits, like a person who does not copy something in the same moment. */
async function goToMain(workstation: Workstation): Promise<void> {
  await focusWindow(workstation, MAIN);
  await sleep(ASKED_MS);
}

test('what is copied in a guarded window stays there, unless it was allowed out', async ({
  workstation,
  site,
}) => {
  await openClinic(workstation, [PORTAL_APP]);
  const page = await openApp(workstation, PORTAL_APP);
  await page.goto(`https://${PORTAL}/clipboard`);
  const bar = await barPage(workstation, PORTAL_APP);

  // Text from another program is left alone.
  await goToMain(workstation);
  await copyElsewhere(workstation, 'from elsewhere');
  await focusWindow(workstation, GUARDED);
  await goToMain(workstation);
  expect((await pasteable(workstation)).copied).toBe('from elsewhere');

  for (const name of ['Copy', 'Copy by command'] as const) {
    await focusWindow(workstation, GUARDED);
    await copyInPage(page, name);
    await expect.poll(async () => (await pasteable(workstation)).copied).toMatch(/^text-that-was/);
    await goToMain(workstation);
    await expect.poll(() => pasteable(workstation)).toEqual({ copied: '', selected: '' });
    await expect(bar.getByText(/What you copied stays in Portal/)).toBeVisible();
    await button(bar, 'Got it').click();
  }

  // On X selecting is copying: the middle button would paste the selection.
  await focusWindow(workstation, GUARDED);
  await page.locator('#selectable').dblclick();
  await expect.poll(async () => (await pasteable(workstation)).selected).toBe('selected');
  await goToMain(workstation);
  await expect.poll(async () => (await pasteable(workstation)).selected).toBe('');

  // A page that copies all the time.
  await focusWindow(workstation, GUARDED);
  await page.goto(`https://${PORTAL}/hostile/copy`);
  await page.mouse.click(40, 40);
  await expect.poll(() => page.evaluate(() => window.copies)).toBeGreaterThan(0);
  await goToMain(workstation);
  // Longer than the app watches the clipboard after one click. The test driver makes every page believe
  // that it has the focus, so this page never stops copying, and each copy is cleared.
  await page.waitForTimeout(7_000);
  await page.evaluate(() => clearInterval(window.copying));
  await expect.poll(() => pasteable(workstation)).toEqual({ copied: '', selected: '' });
  await page.waitForTimeout(500);
  expect(await pasteable(workstation)).toEqual({ copied: '', selected: '' });
  expect(site.asked(PORTAL, '/hostile/copy')).toHaveLength(1);
});

test('text that may leave a guarded window is cleared at the end of the session, if it is still there', async ({
  workstation,
  site,
}) => {
  const app = portalWith('clipboardOut');
  const main = await openClinic(workstation, [app]);
  const page = await openApp(workstation, app);
  await page.goto(`https://${PORTAL}/clipboard`);
  await focusWindow(workstation, GUARDED);
  await copyInPage(page, 'Copy');
  await goToMain(workstation);
  expect((await pasteable(workstation)).copied).toBe('text-that-was-copied-by-script');
  await button(main, 'Lock now').click();
  await expectSignIn(main);
  await expect.poll(async () => (await pasteable(workstation)).copied).toBe('');

  // Copied in the window that has the focus when the session ends.
  await signIn(main, DANA);
  const again = await openApp(workstation, app);
  await again.goto(`https://${PORTAL}/clipboard`);
  await focusWindow(workstation, GUARDED);
  await copyInPage(again, 'Copy by command');
  await expect.poll(async () => (await pasteable(workstation)).copied).toMatch(/^text-that-was/);
  await workstation.desktop.input.key('ctrl+l');
  await expectSignIn(main);
  await expect.poll(async () => (await pasteable(workstation)).copied).toBe('');

  // Text that somebody copied elsewhere since then stays.
  await signIn(main, DANA);
  const last = await openApp(workstation, app);
  await last.goto(`https://${PORTAL}/clipboard`);
  await focusWindow(workstation, GUARDED);
  await copyInPage(last, 'Copy');
  await goToMain(workstation);
  await copyElsewhere(workstation, 'from elsewhere');
  await button(main, 'Lock now').click();
  await expectSignIn(main);
  await sleep(ASKED_MS);
  expect((await pasteable(workstation)).copied).toBe('from elsewhere');
  expect(site.asked(PORTAL, '/clipboard')).toHaveLength(3);
});
