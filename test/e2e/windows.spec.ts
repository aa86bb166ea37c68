import { run } from '../../scripts/lib/processes.mjs';
import { AccountFile } from '../support/account-file.js';
import { expect, test } from '../support/app-fixture.js';
import { expectHome, setUpClinic } from '../support/people.js';
import type { Workstation } from '../support/workstation.js';
import { RELIABILITY } from '../support/reliability.js';

function mainIsVisible(workstation: Workstation): Promise<boolean> {
  return workstation.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().some((window) => window.isVisible()),
  );
}

test('closing the main window hides it, and starting the app again brings it back', async ({
  workstation,
}) => {
  const home = await workstation.start();
  await setUpClinic(home);
  await workstation.desktop.input.key('alt+F4');
  await expect.poll(() => mainIsVisible(workstation)).toBe(false);
  await expectHome(home);

  const { code, stderr } = await run(workstation.electronPath, workstation.args(), {
    env: workstation.desktop.env,
    timeoutMilliseconds: 30_000,
  });
  expect({ code, stderr: /could not start/.exec(stderr) }).toEqual({ code: 0, stderr: null });
  await expect.poll(() => mainIsVisible(workstation)).toBe(true);
  await expectHome(home);
  // The second one has touched nothing of the session.
  expect(new AccountFile(workstation.userData).audit('session.ended')).toEqual([]);
});

test('its windows are called as its entry in the desktop’s menu, by which desktops know them', async ({
  workstation,
}) => {
  await workstation.start();
  const find = 'xdotool search --onlyvisible --name "^Clinic Workstation$" | head -1';
  const className = async (): Promise<string> => {
    const { env } = workstation.desktop;
    return (await run('sh', ['-c', `xprop -id "$(${find})" WM_CLASS`], { env })).stdout.trim();
  };
  await expect
    .poll(className)
    .toBe('WM_CLASS(STRING) = "clinic-workstation", "clinic-workstation"');
});

test(
  'a main window that crashes is made again, with the session still its own',
  RELIABILITY,
  async ({ workstation }) => {
    workstation.tolerate(/crash/i);
    const home = await workstation.start();
    await setUpClinic(home);
    await workstation.app.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer();
    });
    await expect
      .poll(() => workstation.app.windows().filter((page) => page !== home).length)
      .toBe(1);
    await expectHome(await workstation.mainWindow());
  },
);

test(
  'a main window that hangs does not keep the screen open',
  RELIABILITY,
  async ({ workstation }) => {
    const home = await workstation.start();
    await setUpClinic(home);
    // The page is busy for good: it can neither draw nor answer.
    home
      .evaluate(() => {
        for (;;) performance.now();
      })
      .catch(() => undefined);
    await home.waitForTimeout(500);
    await workstation.desktop.input.key('ctrl+l');
    await expect
      .poll(() => workstation.app.windows().filter((page) => page !== home).length)
      .toBe(1);
    const again = await workstation.mainWindow();
    await expect(again.getByRole('heading', { name: 'Sign in' })).toBeVisible();
    expect(workstation.app.windows()).not.toContain(home);
  },
);
