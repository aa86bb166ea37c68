import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright/test';
import { projectRoot } from '../../scripts/lib/paths.mjs';
import { AccountFile } from '../support/account-file.js';
import { expect } from '../support/app-fixture.js';
import { COMPUTER_SERVICE, credentials, plantCredential } from '../support/keychain.js';
import {
  button,
  confirmItsYou,
  DANA,
  expectHome,
  expectSignIn,
  openSettings,
  openTab,
  signIn,
} from '../support/people.js';
import {
  inviteWorkstation,
  joinClinic,
  openTwoDesks,
  test as shared,
  workstationRow,
} from '../support/shared-clinic.js';
import { Workstation } from '../support/workstation.js';
import { LONG_RELIABILITY } from '../support/reliability.js';

/*
 * A workstation's disk was copied onto another computer, keychain and all: three real apps and a real server.
 */

const COPIED = 'Another computer uses this workstation’s identity';
const WITHOUT_SERVER = 'Working without the server since';

/** `third`: one more computer, on a desktop of its own. */
const test = shared.extend<{ readonly third: Workstation }>({
  third: async ({ runtime }, use, testInfo) => {
    const third = await Workstation.open(runtime);
    third.keepSecret(DANA.password);
    third.switches.push('-r', join(projectRoot, 'test/support/other-machine.cjs'));
    try {
      await use(third);
      if (testInfo.status !== testInfo.expectedStatus) {
        const picture = testInfo.outputPath('third.png');
        await third.desktop.screenshot(picture).catch(() => undefined);
        await testInfo.attach('app log of the third', { body: third.log });
      }
      expect(third.leaks).toEqual([]);
    } finally {
      await third.close();
    }
    expect(third.problems).toEqual([]);
  },
});

/** Copies all that a computer keeps of the app onto another one, as an image of its disk does. */
async function copyDisk(from: Workstation, to: Workstation): Promise<void> {
  cpSync(from.userData, to.userData, { recursive: true, filter: isNoSocket });
  for (const entry of await credentials(from.desktop, COMPUTER_SERVICE))
    await plantCredential(to.desktop, entry, COMPUTER_SERVICE);
}

/** Chromium's lock is of one computer. */
function isNoSocket(path: string): boolean {
  return !path.includes('Singleton');
}

function without(page: Page): ReturnType<Page['getByRole']> {
  return page.getByRole('status').filter({ hasText: WITHOUT_SERVER });
}

test(
  'a copied disk: the copy is without the server and says why, enrols anew, and the original goes on',
  LONG_RELIABILITY,
  async ({ workstation, second, third, server }, info) => {
    const { home, settings, other } = await openTwoDesks(workstation, second, server);
    await signIn(other, DANA);
    await button(other, 'Sign out').click();
    await expectSignIn(other);
    await second.quit();
    await copyDisk(second, third);

    const original = await second.start();
    await expectSignIn(original);
    await expect(workstationRow(settings, 'Reception 2')).toContainText('Just now');
    const copy = await third.start();
    await expect(without(copy)).toContainText(COPIED);
    await copy.screenshot({ path: info.outputPath('copy.png') });
    // Whoever signed in at the original can sign in at the copy, which nobody else hears of.
    await signIn(copy, DANA);
    await expect(without(copy)).toContainText(COPIED);

    // The original goes on, and tells of the copy once.
    await signIn(original, DANA);
    await expect(without(original)).toHaveCount(0);
    await expect(workstationRow(settings, 'Reception 2')).toContainText(DANA.name);
    const trail = new AccountFile(second.userData);
    await expect.poll(() => trail.audit('workstation.copied').length).toBe(1);

    // As the line says: a new code, made elsewhere.
    const code = await inviteWorkstation(settings, 'Reception 3');
    const there = await openSettings(third);
    await openTab(there, 'Workstations');
    await there.screenshot({ path: info.outputPath('copy-settings.png') });
    await button(there, 'Join another clinic…').click();
    const dialog = there.getByRole('dialog', { name: 'Join another clinic' });
    await dialog.getByRole('textbox', { name: 'Server address' }).fill(server.address);
    await dialog.getByRole('textbox', { name: 'Enrolment code' }).fill(code);
    await there.screenshot({ path: info.outputPath('join-anew.png') });
    await dialog.getByRole('button', { name: 'Join' }).click();
    const again = await third.thatStartsAgain(() => confirmItsYou(there));
    expect(readdirSync(third.userData).filter((name) => name.includes('set-aside'))).toHaveLength(
      1,
    );
    await joinClinic(again, server, code);
    await expectSignIn(again);
    await expect(without(again)).toHaveCount(0);
    await expect(workstationRow(settings, 'Reception 3')).toContainText('Just now');
    await expectHome(original);
    await expectHome(home);
    await expect(without(original)).toHaveCount(0);

    // The copy used the identity once more while it was there, and then no more.
    await openTab(settings, 'Audit log');
    const told = settings.getByRole('row', { name: /Reception 2/ }).filter({ hasText: 'identity' });
    await expect(async () => {
      await button(settings, 'Refresh').click();
      await expect(told.first()).toBeVisible({ timeout: 1_000 });
    }).toPass({ timeout: 30_000 });
    await settings.screenshot({ path: info.outputPath('audit.png') });
  },
);
