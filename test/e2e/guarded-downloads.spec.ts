import { readFileSync, statSync, watch } from 'node:fs';
import { join } from 'node:path';
import { AccountFile } from '../support/account-file.js';
import {
  barPage,
  barView,
  closeAppWindow,
  downloadReport,
  openApp,
  openClinic,
  PORTAL_APP,
  portalWith,
} from '../support/clinic-app-steps.js';
import { filesBelow } from '../support/files-below.mjs';
import { button, expectHome, expectSignIn, saveTo } from '../support/people.js';
import { expect, test } from '../support/site/fixture.js';
import { PORTAL } from '../support/site/hosts.mjs';
import type { Workstation } from '../support/workstation.js';
import { foldersOf } from '../support/site/what-is-left.js';
import { LONG } from '../support/reliability.js';

declare global {
  interface Window {
    /** Sends 55 files. */
    flood: () => void;
  }
}

const PROGRAMS = [
  'A program',
  'A disguised program',
  'A program of data',
  'A program from memory',
  'A page',
] as const;

/** The stored files that pages sent. */
function keptFiles({ userData }: Workstation): readonly string[] {
  return filesBelow(join(userData, 'session-downloads'));
}

/**
 * Collects the files that Chromium creates in the user's own folders from now on, even for a moment only.
 */
function hiddenFilesIn({ home }: Workstation): readonly string[] {
  const names: string[] = [];
  const watcher = watch(home, { recursive: true, persistent: false }, (_event, name) => {
    // Except the temporary folder, where each new process has an empty file for a moment.
    if (name?.includes('.org.chromium.') === true && !name.startsWith('tmp/')) names.push(name);
  });
  watcher.unref();
  return names;
}

test('downloads are off unless they were allowed', async ({ workstation, site }) => {
  await openClinic(workstation, [PORTAL_APP]);
  const page = await openApp(workstation, PORTAL_APP);
  await page.goto(`https://${PORTAL}/downloads`);
  const hiddenFiles = hiddenFilesIn(workstation);
  await page.getByRole('link', { name: 'A report' }).click();
  const bar = await barPage(workstation, PORTAL_APP);
  await expect(
    bar.getByText('Downloads are off for Portal. An administrator can allow them.'),
  ).toBeVisible();
  expect((await barView(bar)).downloads).toEqual([]);
  await expect.poll(() => site.asked(PORTAL, '/files/report.pdf').length).toBeGreaterThan(0);
  await expect.poll(() => keptFiles(workstation)).toEqual([]);
  expect(site.canaries.foundIn(foldersOf(workstation))).toEqual([]);
  expect(hiddenFiles).toEqual([]);
});

test('downloads are kept for the session only, saved where the person says, and never a program', async ({
  workstation,
  site,
}) => {
  const { main, page, bar } = await downloadReport(workstation);
  const panel = bar.getByRole('listitem').filter({ hasText: 'report.pdf' });
  await expect(panel.getByText('Ready to save')).toBeVisible();
  const [kept = ''] = keptFiles(workstation);
  expect(readFileSync(kept, 'utf8')).toContain(site.canaries.of('download'));
  // Other users of this computer have no access, and the file's name is not on the disk.
  expect(kept).not.toContain('report');
  expect(statSync(join(kept, '..')).mode & 0o077).toBe(0);

  const saved = join(workstation.home, 'saved.pdf');
  await saveTo(workstation, saved);
  await panel.getByRole('button', { name: 'Save to…' }).click();
  await expect(panel.getByText('Saved')).toBeVisible();
  expect(readFileSync(saved, 'utf8')).toBe(readFileSync(kept, 'utf8'));

  for (const name of PROGRAMS) {
    await page.getByText(name, { exact: true }).click();
    await expect(bar.getByText(/sent a file of a kind that is not kept here/)).toBeVisible();
    await button(bar, 'Got it').click();
    await expect(bar.getByText(/sent a file of a kind/)).toHaveCount(0);
  }
  await page.getByText('False PDF').click();
  await expect(bar.getByText(/does not hold what its name says/)).toBeVisible();
  await button(bar, 'Got it').click();
  expect((await barView(bar)).downloads).toHaveLength(1);
  expect(keptFiles(workstation)).toEqual([kept]);

  await page.getByRole('link', { name: 'A climbing file' }).click();
  await expect.poll(async () => (await barView(bar)).downloads.length).toBe(2);
  expect((await barView(bar)).downloads[1]?.fileName).not.toMatch(/[/\\]|^\./);
  await expect.poll(() => keptFiles(workstation).length).toBe(2);

  const hiddenFiles = hiddenFilesIn(workstation);
  await page.getByRole('link', { name: 'An endless file' }).click();
  const endless = bar.getByRole('listitem').filter({ hasText: 'endless.csv' });
  await expect(endless.getByText(/^Downloading/)).toBeVisible();
  expect(hiddenFiles).toEqual([]);
  await page.goto(`https://${PORTAL}/hostile/download-flood`);
  await page.evaluate(() => window.flood());
  await expect(bar.getByText(/There are too many downloads/)).toBeVisible();
  expect((await barView(bar)).downloads.length).toBeLessThanOrEqual(50);

  await panel.getByRole('button', { name: 'Remove' }).click();
  await expect.poll(() => keptFiles(workstation)).not.toContain(kept);
  expect((await barView(bar)).downloads.some(({ state }) => state === 'running')).toBe(true);

  await button(main, 'Lock now').click();
  await expectSignIn(main);
  await expect.poll(() => keptFiles(workstation)).toEqual([]);
  // The person’s own copy stays; nothing else does.
  await expect
    .poll(() => site.canaries.foundIn(foldersOf(workstation)))
    .toEqual([`download: ${saved}`]);
});

test(
  'downloads of a window are deleted when it closes, also during a session',
  LONG,
  async ({ workstation, site }) => {
    const { main, bar } = await downloadReport(workstation);
    await expect(bar.getByText('Ready to save', { exact: true })).toBeVisible();
    expect(keptFiles(workstation)).toHaveLength(1);
    await closeAppWindow(workstation, 'Portal');
    await expect.poll(() => keptFiles(workstation)).toEqual([]);
    await expectHome(main);
    expect(site.canaries.foundIn(foldersOf(workstation))).toEqual([]);
  },
);

test(
  'a file that the site sends only after the end is not stored',
  LONG,
  async ({ workstation, site }) => {
    // The site does not answer the sign-out call, so that it still has five seconds to send its file.
    const app = {
      ...portalWith('downloads'),
      signOutAddress: `https://${PORTAL}/slow-sign-out`,
    };
    const main = await openClinic(workstation, [app]);
    const page = await openApp(workstation, app);
    await page.goto(`https://${PORTAL}/downloads`);
    await page.getByRole('link', { name: 'A late file' }).click();
    await expect.poll(() => site.asked(PORTAL, '/files/late.pdf').length).toBe(1);
    await button(main, 'Lock now').click();
    await expectSignIn(main);
    const account = new AccountFile(workstation.userData);
    await expect.poll(() => account.audit('clinicApp.signedOut')).toHaveLength(1);
    expect(keptFiles(workstation)).toEqual([]);
    expect(site.canaries.foundIn(foldersOf(workstation))).toEqual([]);
  },
);
