import type { Page } from 'playwright/test';
import { AccountFile } from '../support/account-file.js';
import { expect, test } from '../support/app-fixture.js';
import { entryCount } from '../support/keychain.js';
import { expectSignIn, setUpClinic } from '../support/people.js';
import { idleFor, pressLock, touchKeyboard, warningShown } from '../support/presence.js';
import { LONG_RELIABILITY, measured, RELIABILITY, timeUntil } from '../support/reliability.js';
import type { Workstation } from '../support/workstation.js';

declare global {
  interface Window {
    /** How many requests of the flooding page the preload refused. */
    refusedHere: number;
  }
}

/** Keeps a page busy without end: it can neither draw nor answer. */
async function hang(page: Page): Promise<void> {
  page
    .evaluate(() => {
      for (;;) performance.now();
    })
    .catch(() => undefined);
  await new Promise((resolve) => setTimeout(resolve, 500));
}

/** Waits until the app says that none of these pages is on the screen any more. */
function pagesGone({ app }: Workstation, shown: readonly ShownPage[]): Promise<number> {
  return timeUntil(
    () =>
      app.evaluate(
        ({ BrowserWindow }, pages) =>
          pages.every(({ id, pid }) => {
            const window = BrowserWindow.fromId(id);
            return window?.isVisible() !== true || window.webContents.getOSProcessId() !== pid;
          }),
        shown,
      ),
    10_000,
  );
}

/** A window's id, and the process id of its page. */
interface ShownPage {
  readonly id: number;
  readonly pid: number;
}

function shownPages({ app }: Workstation): Promise<readonly ShownPage[]> {
  return app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map(({ id, webContents }) => ({
      id,
      pid: webContents.getOSProcessId(),
    })),
  );
}

test(
  'a page that hangs when the limit passes is off the screen in time, and made again',
  RELIABILITY,
  async ({ workstation }) => {
    const home = await workstation.start();
    await setUpClinic(home, '1 minute');
    await touchKeyboard(workstation);
    await idleFor(workstation, 55);
    const pages = await shownPages(workstation);
    await hang(home);
    await idleFor(workstation, 59.9);
    const goneMs = await pagesGone(workstation, pages);
    const idleMs = await workstation.desktop.idleMilliseconds();
    measured(`off the screen at most ${Math.round(idleMs - 60_000)} ms after the limit`);
    expect(goneMs).toBeLessThan(10_000);
    await expect.poll(() => entryCount(workstation.desktop)).toBe(0);
    const again = await workstation.mainWindow();
    await expectSignIn(again, 'You were signed out after 1 minute of inactivity.');
    expect(new AccountFile(workstation.userData).audit('session.ended')).toMatchObject([
      { cause: 'idle', wipe: 'done' },
    ]);
  },
);

test(
  'a page stopped in a debugger is taken off the screen when the session ends',
  LONG_RELIABILITY,
  async ({ workstation }) => {
    const home = await workstation.start();
    await setUpClinic(home);
    const pages = await shownPages(workstation);
    const debug = await home.context().newCDPSession(home);
    await debug.send('Debugger.enable');
    await debug.send('Debugger.pause');
    home.evaluate(() => 1).catch(() => undefined);
    await home.waitForTimeout(300);
    await workstation.app.evaluate(({ powerMonitor }) => powerMonitor.emit('lock-screen'));
    measured(`off the screen after ${await pagesGone(workstation, pages)} ms`);
    await expect.poll(() => entryCount(workstation.desktop)).toBe(0);
    await expectSignIn(
      await workstation.mainWindow(),
      'You were signed out because this computer was locked.',
    );
  },
);

test(
  'a page that floods the app with requests holds nothing up',
  RELIABILITY,
  async ({ workstation }) => {
    workstation.tolerate(/flood|crash/i);
    const home = await workstation.start();
    await setUpClinic(home);
    await home.evaluate(() => {
      window.refusedHere = 0;
      const flood = (): void => {
        for (let request = 0; request < 200; request += 1)
          window.clinic.readView({}).catch((error: unknown) => {
            // A refusal of main mentions a remote method; the preload's refusal does not.
            if (!String(error).includes('remote method')) window.refusedHere += 1;
          });
        setTimeout(flood, 1);
      };
      flood();
    });
    await expect.poll(() => home.evaluate(() => window.refusedHere)).toBeGreaterThan(1_000);
    // Keys that come while the window is made again get lost, so the person presses them again.
    const tookMs = await timeUntil(async () => {
      await pressLock(workstation);
      return (await entryCount(workstation.desktop)) === 0;
    }, 60_000);
    measured(`keychain empty ${tookMs} ms after the keys`);
    // If a fresh page does not load in time beside the flooding one, a new window replaces it.
    await expect(async () => expectSignIn(await workstation.mainWindow())).toPass();
  },
);

test(
  'a crash of the page in the warning ends nothing late',
  LONG_RELIABILITY,
  async ({ workstation }) => {
    workstation.tolerate(/crash/i);
    const home = await workstation.start();
    await setUpClinic(home, '1 minute');
    await touchKeyboard(workstation);
    await warningShown(workstation);
    await workstation.app.evaluate(({ BrowserWindow }) => {
      for (const window of BrowserWindow.getAllWindows())
        window.webContents.forcefullyCrashRenderer();
    });
    await idleFor(workstation, 60);
    await expect.poll(() => entryCount(workstation.desktop)).toBe(0);
    expect(await workstation.desktop.idleMilliseconds()).toBeLessThan(65_000);
    await expectSignIn(
      await workstation.mainWindow(),
      'You were signed out after 1 minute of inactivity.',
    );
  },
);

test(
  'neither a native dialog nor a full screen hides the end of a session',
  LONG_RELIABILITY,
  async ({ workstation }) => {
    const home = await workstation.start();
    await setUpClinic(home, '1 minute');
    await workstation.app.evaluate(({ BrowserWindow, dialog }) => {
      const [window] = BrowserWindow.getAllWindows();
      window?.setFullScreen(true);
      if (window)
        void dialog.showMessageBox(window, { message: 'A dialog of the system', buttons: ['OK'] });
    });
    await touchKeyboard(workstation);
    await warningShown(workstation);
    await idleFor(workstation, 60);
    await expectSignIn(home, 'You were signed out after 1 minute of inactivity.');
    await expect.poll(() => entryCount(workstation.desktop)).toBe(0);
    expect(await workstation.desktop.idleMilliseconds()).toBeLessThan(65_000);
  },
);
