import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, expect, type Page, test } from 'playwright/test';
import { openDesktop } from '../../scripts/lib/desktop.mjs';
import { projectRoot } from '../../scripts/lib/paths.mjs';
import { setup } from '../../scripts/lib/setup.mjs';
import { button, DANA, expectHome, expectSignIn, setUpClinic, signIn } from '../support/people.js';
import { removeFolder } from '../../scripts/lib/remove-folder.mjs';
import { LONG } from '../support/reliability.js';

/*
 * The main job on every system, with the system's own desktop, keychain and idle time. On Linux that is a
 * private desktop; elsewhere it is the user's own, so nobody may touch it during the test.
 */
test('a clinic is set up, locks, and signs in again; then nobody is there', LONG, async () => {
  const runtime = await setup({ needs: { desktop: true } });
  const desktop = process.platform === 'linux' ? await openDesktop() : null;
  const userData = mkdtempSync(join(tmpdir(), 'clinic-user-data-'));
  const own = Object.entries(process.env).flatMap(([name, value]) =>
    // Terminals inside Electron apps set this variable, and with it Electron runs as a plain Node.
    value === undefined || name === 'ELECTRON_RUN_AS_NODE' ? [] : [[name, value]],
  );
  const app = await _electron.launch({
    executablePath: runtime.electron,
    args: [
      ...['-r', join(import.meta.dirname, '../support/hold-until-driven.cjs')],
      ...[...runtime.electronArgs, ...(desktop?.electronArgs ?? []), projectRoot],
      `--user-data-dir=${userData}`,
    ],
    env: desktop?.env ?? (Object.fromEntries(own) as Record<string, string>),
  });
  try {
    const titled = async (title: string): Promise<Page | undefined> => {
      for (const page of app.windows())
        if ((await page.title().catch(() => '')) === title) return page;
      return undefined;
    };
    await expect.poll(() => titled('Clinic Workstation')).toBeDefined();
    const home = await titled('Clinic Workstation');
    if (home === undefined) throw new Error('The main window is gone.');
    expect(await app.evaluate(() => process.versions.electron)).toBe(runtime.electronVersion);

    await setUpClinic(home, '1 minute');
    await button(home, 'Lock now').click();
    await expectSignIn(home);
    await signIn(home, DANA);
    await expect.poll(() => titled('Are you still there?'), { timeout: 70_000 }).toBeDefined();
    await expectHome(home);
    await expect(home.getByRole('heading', { name: 'Sign in' })).toBeVisible({ timeout: 70_000 });
    await expectSignIn(home, 'You were signed out after 1 minute of inactivity.');
  } finally {
    await app.close();
    await desktop?.close();
    await removeFolder(userData);
  }
});
