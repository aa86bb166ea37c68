import { run } from '../../scripts/lib/processes.mjs';
import { AccountFile } from '../support/account-file.js';
import { expect, test } from '../support/app-fixture.js';
import { FakeTrayHost } from '../support/fake-tray-host.js';
import { CLINIC, expectHome, setUpClinic, textBox } from '../support/people.js';
import { pressLock } from '../support/presence.js';
import type { Workstation } from '../support/workstation.js';
import { LONG, LONG_RELIABILITY, RELIABILITY } from '../support/reliability.js';

type MainIs = 'hidden' | 'minimised' | 'shown';

function mainIs(workstation: Workstation): Promise<MainIs> {
  return workstation.app.evaluate(({ BrowserWindow }) => {
    const [main] = BrowserWindow.getAllWindows();
    if (main?.isMinimized() === true) return 'minimised';
    return main?.isVisible() === true ? 'shown' : 'hidden';
  });
}

/** Closes the main window by the window manager's key, again if the window had no focus yet. */
async function closeMain(workstation: Workstation, becomes: MainIs): Promise<void> {
  await expect(async () => {
    await workstation.desktop.input.key('alt+F4');
    await expect.poll(() => mainIs(workstation), { timeout: 2_000 }).toBe(becomes);
  }).toPass();
}

/** Starts the app a second time, as from the desktop's menu. */
async function startAgain(workstation: Workstation): Promise<void> {
  const { code, stderr } = await run(workstation.electronPath, workstation.args(), {
    env: workstation.desktop.env,
    timeoutMilliseconds: 30_000,
  });
  expect({ code, stderr: /could not start/.exec(stderr) }).toEqual({ code: 0, stderr: null });
}

const trayBus = (workstation: Workstation): string =>
  workstation.desktop.env['DBUS_SESSION_BUS_ADDRESS'] ?? '';

test('with a tray, closing the main window hides it, and starting the app again brings it back', async ({
  workstation,
}) => {
  const tray = await FakeTrayHost.open(trayBus(workstation));
  const home = await workstation.start();
  await setUpClinic(home);
  await expect.poll(() => tray.icons).toBe(1);
  await closeMain(workstation, 'hidden');
  await expectHome(home);

  await startAgain(workstation);
  await expect.poll(() => mainIs(workstation)).toBe('shown');
  await expectHome(home);
  // The second start has not touched the session.
  expect(new AccountFile(workstation.userData).audit('session.ended')).toEqual([]);
  tray.close();
});

test('without a tray, closing the main window minimises it', async ({ workstation }) => {
  const home = await workstation.start();
  await setUpClinic(home);
  await closeMain(workstation, 'minimised');
  await startAgain(workstation);
  await expect.poll(() => mainIs(workstation)).toBe('shown');
  await expectHome(home);
});

test(
  'a tray that comes later, and goes while the main window is hidden',
  LONG,
  async ({ workstation }) => {
    const home = await workstation.start();
    await setUpClinic(home);
    // A real tray of the older X kind; Electron puts its icon into it.
    const tray = workstation.desktop.spawn('trayer', [], { stdio: 'ignore' });
    const icons = async (): Promise<string> => {
      const { env } = workstation.desktop;
      return (await run('xwininfo', ['-root', '-tree'], { env })).stdout;
    };
    await expect.poll(icons).toMatch(/"panel".*\n.*\n(.*\n)*?.*clinic/i);
    await closeMain(workstation, 'hidden');
    tray.kill();
    await expect.poll(() => mainIs(workstation)).toBe('minimised');
    const host = await FakeTrayHost.open(trayBus(workstation), false);
    host.setThere(true);
    await expect.poll(() => host.icons).toBe(1);
    await startAgain(workstation);
    await expect.poll(() => mainIs(workstation)).toBe('shown');
    await expectHome(home);
    host.close();
  },
);

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

test('what somebody saw is off the screen before the sign-in view is drawn', async ({
  workstation,
}) => {
  const home = await workstation.start();
  await setUpClinic(home);
  // By its changes, not by its frames: of a page that is too slow the window is hidden meanwhile.
  const watch = await home.evaluateHandle(() => {
    const seen: string[] = [];
    const untilSignIn = new Promise<readonly string[]>((resolve) => {
      const look = (): void => {
        const isEmpty = document.getElementById('root')?.childElementCount === 0;
        const now = isEmpty ? 'empty' : (document.querySelector('h1')?.textContent ?? '');
        if (seen.at(-1) !== now) seen.push(now);
        if (now === 'Sign in') resolve(seen);
      };
      new MutationObserver(look).observe(document, { subtree: true, childList: true });
      look();
    });
    return { untilSignIn };
  });
  await pressLock(workstation);
  const changes = await watch.evaluate(({ untilSignIn }) => untilSignIn);
  expect(changes).toEqual([CLINIC, 'empty', 'Sign in']);
  await expect(textBox(home, 'Email')).toBeFocused();
});

test(
  'a main window that hangs does not keep the screen open',
  LONG_RELIABILITY,
  async ({ workstation }) => {
    const home = await workstation.start();
    await setUpClinic(home);
    // The page is busy without end: it can neither draw nor answer.
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
