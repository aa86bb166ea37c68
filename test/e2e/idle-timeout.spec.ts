import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AccountFile } from '../support/account-file.js';
import { expect, test } from '../support/app-fixture.js';
import { credentials, entryCount } from '../support/keychain.js';
import {
  button,
  CLINIC,
  DANA,
  expectOnlyWindow,
  openSettings,
  openTab,
  setUpClinic,
  signIn,
  textBox,
} from '../support/people.js';
import { idleFor, minutePasses, touchKeyboard, warningShown } from '../support/presence.js';
import { everythingReadable, filesWith } from '../support/traces.js';
import type { Workstation } from '../support/workstation.js';

/** The half of the session's key that is lost at a log-out. */
function halfInMemory({ desktop }: Workstation): Buffer {
  const folder = join(desktop.env['XDG_RUNTIME_DIR'] ?? '', 'clinic-workstation');
  const [name = ''] = readdirSync(folder);
  return Buffer.from(readFileSync(join(folder, name), 'utf8').split('\n')[1] ?? '', 'base64');
}

test('an idle computer: warning, lock, keychain cleared, reason shown, nothing left', async ({
  workstation,
}, testInfo) => {
  const home = await workstation.start();
  await setUpClinic(home, '1 minute');
  const account = new AccountFile(workstation.userData);

  // A session with a full screen: two windows, a dialog, values in fields.
  const settings = await openSettings(workstation);
  await openTab(settings, 'Members');
  await button(settings, 'Add member').click();
  await textBox(settings, 'Name').fill('Unsaved Person');
  await button(home, 'My security').click();
  await textBox(home, 'Current password').fill(DANA.password);
  await textBox(home, 'Current password').press('Escape');
  expect(await everythingReadable(workstation)).toContain(DANA.email);

  expect(await entryCount(workstation.desktop)).toBe(1);
  const [entry] = await credentials(workstation.desktop);
  const halves = [halfInMemory(workstation), Buffer.from(entry?.password ?? '', 'base64')];
  expect(halves.map(({ length }) => length)).toEqual([32, 32]);
  // Neither half is on the disk during the session: after a power cut the disk opens nothing.
  expect(filesWith(workstation.userData, halves)).toEqual([]);

  await touchKeyboard(workstation);
  await idleFor(workstation, 28);
  await expect(home.getByRole('heading', { name: CLINIC })).toBeVisible();
  expect(await workstation.app.evaluate(visibleTitles)).not.toContain('Are you still there?');

  const warning = await warningShown(workstation);
  expect(await workstation.desktop.idleMilliseconds()).toBeGreaterThanOrEqual(30_000);
  expect(await workstation.desktop.idleMilliseconds()).toBeLessThan(35_000);
  await expect(warning.getByText(DANA.name)).toBeVisible();
  // By its name: without one Orca says that there is a timer, and no more.
  await expect(
    warning.getByRole('timer', { name: /^Signing out in (2\d|30) seconds\.$/ }),
  ).toHaveText(/^Signing out in (2\d|30) seconds$/);
  expect(await workstation.app.evaluate(visibleTitles)).toContain('Are you still there?');
  expect(
    await workstation.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()
        .filter((window) => window.getTitle() === 'Are you still there?')
        .map((window) => window.isAlwaysOnTop()),
    ),
  ).toEqual([true]);
  await workstation.desktop.screenshot(testInfo.outputPath('warning.png'));

  await minutePasses(workstation, home);
  await expect(home.getByRole('status')).toHaveText(
    'You were signed out after 1 minute of inactivity.',
  );
  await expect.poll(() => entryCount(workstation.desktop)).toBe(0);
  await workstation.desktop.screenshot(testInfo.outputPath('locked.png'));

  await expect.poll(() => account.all('SELECT * FROM wipe_pending')).toEqual([]);
  expect(account.session()).toBeUndefined();
  const ends = account.audit('session.ended');
  expect(ends).toMatchObject([{ cause: 'idle', limit_seconds: 60, wipe: 'done' }]);
  expect(ends[0]?.['measured_ms']).toBeGreaterThanOrEqual(60_000);
  expect(ends[0]?.['lateness_ms']).toBeGreaterThanOrEqual(0);

  const readable = await everythingReadable(workstation);
  expect(readable).toContain(CLINIC);
  for (const secret of [DANA.name, DANA.email, DANA.password, 'Dana', 'Unsaved Person'])
    expect(readable).not.toContain(secret);
  await expectOnlyWindow(workstation, home);
  expect(filesWith(workstation.userData, halves)).toEqual([]);

  await signIn(home, DANA);
  await expect(home.getByRole('heading', { name: CLINIC })).toBeVisible();
  // The time of the new session, not of the old one that ran out.
  expect(await home.getByText(/ left$/).textContent()).toMatch(/^(1 minute|[2-5]\d seconds) left$/);
});

function visibleTitles({ BrowserWindow }: typeof import('electron')): readonly string[] {
  return BrowserWindow.getAllWindows()
    .filter((window) => window.isVisible())
    .map((window) => window.getTitle());
}
