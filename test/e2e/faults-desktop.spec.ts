import { AccountFile } from '../support/account-file.js';
import { expect, test } from '../support/app-fixture.js';
import { FakeDesktopServices } from '../support/fake-desktop-services.js';
import { entryCount } from '../support/keychain.js';
import {
  button,
  DANA,
  expectHome,
  expectSignIn,
  openSettings,
  openTab,
  setUpClinic,
  signIn,
} from '../support/people.js';
import { touchKeyboard } from '../support/presence.js';
import {
  LONG,
  LONG_RELIABILITY,
  measured,
  RELIABILITY,
  timeUntil,
} from '../support/reliability.js';
import type { Workstation } from '../support/workstation.js';

const LOCKED = 'You were signed out because this computer was locked.';
const ASLEEP = 'You were signed out because this computer went to sleep.';

async function openServices({ desktop }: Workstation): Promise<FakeDesktopServices> {
  return FakeDesktopServices.open(desktop.env['DBUS_SESSION_BUS_ADDRESS'] ?? '');
}

const triggers: readonly (readonly [
  title: string,
  trigger: (services: FakeDesktopServices) => void,
])[] = [
  ['logind says Lock', (services) => services.logind.session('Lock')],
  ['logind sets LockedHint', (services) => services.logind.changed({ LockedHint: true })],
  [
    'another user’s session comes to the front',
    (services) => services.logind.changed({ Active: false }),
  ],
  ['GNOME’s screen saver becomes active', (services) => services.screenSaver(true)],
  [
    'the freedesktop screen saver (KDE) becomes active',
    (services) => services.screenSaver(true, 'org.freedesktop.ScreenSaver'),
  ],
];

test('each signal of locking ends the session at once', RELIABILITY, async ({ workstation }) => {
  const services = await openServices(workstation);
  const home = await workstation.start();
  await setUpClinic(home);
  const took: string[] = [];
  for (const [title, trigger] of triggers) {
    // It does not wake up in between, so that only the signal can be the cause.
    trigger(services);
    const tookMs = await timeUntil(
      () => home.getByRole('heading', { name: 'Sign in' }).isVisible(),
      5_000,
    );
    took.push(`${title}: ${tookMs} ms`);
    await expectSignIn(home, LOCKED);
    await expect.poll(() => entryCount(workstation.desktop)).toBe(0);
    await expect(button(home, 'Sign in')).toBeEnabled();
    await signIn(home, DANA);
  }
  measured(took.join('; '));
  services.close();
});

test(
  'what says unlocked, awake, or of another session locks nothing',
  RELIABILITY,
  async ({ workstation }) => {
    const services = await openServices(workstation);
    const home = await workstation.start();
    await setUpClinic(home);
    services.logind.session('Unlock');
    services.logind.changed({ LockedHint: false });
    services.logind.changed({ Active: true });
    services.prepareForSleep(false);
    services.screenSaver(false);
    services.logind.session('Lock', 'other');
    // This signal comes after all of the others.
    services.screenSaver(false, 'org.mate.ScreenSaver');
    await home.waitForTimeout(1_000);
    await expectHome(home);
    services.screenSaver(true, 'org.mate.ScreenSaver');
    await expectSignIn(home, LOCKED);
    services.close();
  },
);

test('with its switch off, locking ends nothing', LONG_RELIABILITY, async ({ workstation }) => {
  const services = await openServices(workstation);
  const home = await workstation.start();
  await setUpClinic(home);
  const settings = await openSettings(workstation);
  await settings.getByRole('switch', { name: 'Lock when the computer is locked' }).uncheck();
  await button(settings, 'Save changes').click();
  await expect(settings.getByRole('status')).toHaveText('Saved');
  for (const [, trigger] of triggers) trigger(services);
  await home.waitForTimeout(1_000);
  await expectHome(home);
  expect(await entryCount(workstation.desktop)).toBe(1);
  services.close();
});

/**
 * The text of the main window, read by the app itself: a test driver's connection to a page does not
 * survive the sleep that Chromium is told of.
 */
function shown({ app }: Workstation): Promise<string> {
  return app.evaluate(async ({ BrowserWindow }) => {
    const [main] = BrowserWindow.getAllWindows();
    const script = "document.querySelector('main, body').innerText";
    return (await main?.webContents.executeJavaScript(script)) as string;
  });
}

test(
  'logind says PrepareForSleep: the session ends before the computer sleeps',
  RELIABILITY,
  async ({ workstation }) => {
    const services = await openServices(workstation);
    await setUpClinic(await workstation.start());
    services.prepareForSleep(true);
    const tookMs = await timeUntil(async () => (await shown(workstation)).includes(ASLEEP), 5_000);
    measured(`signed out ${tookMs} ms after the signal`);
    await expect.poll(() => entryCount(workstation.desktop)).toBe(0);
    services.prepareForSleep(false);
    const account = new AccountFile(workstation.userData);
    expect(account.audit('session.ended')).toMatchObject([{ cause: 'sleep', wipe: 'done' }]);
    services.close();
  },
);

test(
  'This workstation: what is heard and watched, and the self-test',
  LONG,
  async ({ workstation }) => {
    const services = await openServices(workstation);
    const home = await workstation.start();
    await setUpClinic(home);
    await expect(home.getByText('Activity anywhere on this computer counts.')).toBeVisible();
    const settings = await openSettings(workstation);
    await openTab(settings, 'This workstation');
    await expect(settings.getByText('Heard from logind, screen saver, X11')).toBeVisible();
    await expect(settings.getByText(/^Running: clears what is left/)).toBeVisible();
    const test = button(settings, 'Test activity detection');
    const result = settings.getByRole('status');

    await test.click();
    await expect(result).toContainText('Take your hands off keyboard and mouse for 5 seconds.');
    await expect(result).toContainText('It works', { timeout: 15_000 });

    await test.click();
    await settings.waitForTimeout(3_000);
    await touchKeyboard(workstation);
    await expect(result).toContainText('Somebody touched', { timeout: 15_000 });
    services.close();
  },
);

test(
  'a disk that is full when the limit passes: locked, useless, told, and finished later',
  RELIABILITY,
  async ({ workstation }) => {
    test.skip(process.getuid?.() !== 0, 'Only root can mount the small disk that this test fills.');
    const disk = workstation.smallDisk();
    const account = new AccountFile(workstation.userData);
    const home = await workstation.start();
    await setUpClinic(home);
    await expect(home.getByRole('button', { name: 'Lock now' })).toBeVisible();
    disk.fill();
    await button(home, 'Lock now').click();
    await expectSignIn(home);
    await expect(home.getByRole('alert')).toContainText('The disk is full. Make room on it.');
    await expect(button(home, 'Sign in')).toBeDisabled();
    await expect.poll(() => entryCount(workstation.desktop)).toBe(0);
    disk.free();
    await expect(home.getByRole('alert')).toHaveCount(0, { timeout: 40_000 });
    expect(account.session()).toBeUndefined();
    expect(account.audit('session.ended')).toMatchObject([{ cause: 'lockNow' }]);
    await signIn(home, DANA);
  },
);

test(
  'a database that another program locks: the screen locks in time, the rest follows',
  LONG_RELIABILITY,
  async ({ workstation }) => {
    const account = new AccountFile(workstation.userData);
    const home = await workstation.start();
    await setUpClinic(home);
    const release = account.lock();
    await button(home, 'Lock now').click();
    const tookMs = await timeUntil(
      () => home.getByRole('heading', { name: 'Sign in' }).isVisible(),
      5_000,
    );
    measured(`hidden ${tookMs} ms after the click`);
    await expect.poll(() => entryCount(workstation.desktop)).toBe(0);
    await expect(home.getByRole('alert')).toContainText('Another program holds it locked.');
    await expect(home.getByRole('alert')).not.toContainText('disk');
    release();
    await expect(home.getByRole('alert')).toHaveCount(0, { timeout: 40_000 });
    expect(account.session()).toBeUndefined();
    expect(account.audit('session.ended')).toHaveLength(1);
  },
);
