import { readFileSync } from 'node:fs';
import { PNG } from 'pngjs';
import { run } from '../../scripts/lib/processes.mjs';
import { AccountFile } from '../support/account-file.js';
import { expect, test } from '../support/app-fixture.js';
import { FakeDesktopServices } from '../support/fake-desktop-services.js';
import type { LockReaction } from '../support/fake-logind.js';
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
import { minutePasses, touchKeyboard } from '../support/presence.js';
import type { Workstation } from '../support/workstation.js';
import { LONG } from '../support/reliability.js';

const SWITCH = 'Lock the whole computer too';

async function turnOn(workstation: Workstation): Promise<void> {
  const settings = await openSettings(workstation);
  await settings.getByRole('switch', { name: SWITCH }).check();
  await button(settings, 'Save changes').click();
  await expect(settings.getByRole('status')).toHaveText('Saved');
}

async function openServices(
  { desktop }: Workstation,
  whenAskedToLock: LockReaction,
): Promise<FakeDesktopServices> {
  const services = await FakeDesktopServices.open(desktop.env['DBUS_SESSION_BUS_ADDRESS'] ?? '');
  services.logind.whenAskedToLock = whenAskedToLock;
  return services;
}

/** The outcomes in the audit trail, one for each request to lock the computer. */
function answers(account: AccountFile): readonly unknown[] {
  return account
    .audit('computerLock.asked')
    .map(({ detail }) => JSON.parse(String(detail)) as unknown);
}

/** The share of the screen that is black, 0 to 1. */
async function darkness({ desktop }: Workstation, picture: string): Promise<number> {
  await desktop.screenshot(picture);
  const { data } = PNG.sync.read(readFileSync(picture));
  let black = 0;
  for (let at = 0; at < data.length; at += 4)
    if (data[at] === 0 && data[at + 1] === 0 && data[at + 2] === 0) black += 1;
  return black / (data.length / 4);
}

test(
  'at the limit a real screen lock covers everything, once the wipe is proved',
  LONG,
  async ({ workstation }, testInfo) => {
    const { desktop } = workstation;
    const locker = desktop.spawn('mate-screensaver', ['--no-daemon'], { stdio: 'ignore' });
    const saver = async (...args: string[]): Promise<string> =>
      (await run('mate-screensaver-command', args, { env: desktop.env })).stdout;
    await expect.poll(() => saver('--query'), { timeout: 10_000 }).toContain('inactive');

    const home = await workstation.start();
    await setUpClinic(home, '1 minute');
    await turnOn(workstation);
    await touchKeyboard(workstation);
    await minutePasses(workstation, home);
    await expectSignIn(home, 'You were signed out after 1 minute of inactivity.');

    await expect.poll(() => saver('--query'), { timeout: 10_000 }).not.toContain('inactive');
    const picture = testInfo.outputPath('locked.png');
    await expect.poll(() => darkness(workstation, picture)).toBeGreaterThan(0.99);
    expect(await entryCount(desktop)).toBe(0);
    const account = new AccountFile(workstation.userData);
    await expect.poll(() => answers(account)).toEqual([{ outcome: 'locked' }]);
    const [end] = account.audit('session.ended');
    const [asked] = account.audit('computerLock.asked');
    expect(end).toMatchObject({ cause: 'idle', wipe: 'done' });
    expect(Number(asked?.['id'])).toBeGreaterThan(Number(end?.['id']));

    // The app hears its own lock, which ends no other session; afterwards somebody signs in and stays signed
    // in.
    await saver('--unlock');
    await expect.poll(() => saver('--query')).toContain('inactive');
    await signIn(home, DANA);
    await home.waitForTimeout(1_000);
    await expectHome(home);
    expect(account.audit('session.ended')).toHaveLength(1);
    locker.kill();
  },
);

test(
  'off by default; when on, Lock now locks the computer, and signing out by hand does not',
  LONG,
  async ({ workstation }) => {
    const services = await openServices(workstation, 'locks');
    const { locked } = services.logind;
    const account = new AccountFile(workstation.userData);
    const home = await workstation.start();
    await setUpClinic(home);
    await button(home, 'Lock now').click();
    await expectSignIn(home);
    await signIn(home, DANA);
    expect(locked).toEqual([]);

    const settings = await openSettings(workstation);
    await expect(settings.getByRole('switch', { name: SWITCH })).not.toBeChecked();
    await turnOn(workstation);
    for (const way of ['Sign out', 'Switch user']) {
      await button(home, way).click();
      await expectSignIn(home);
      await signIn(home, DANA);
    }
    expect(locked).toEqual([]);

    await button(home, 'Lock now').click();
    await expectSignIn(home, 'You locked this workstation. Sign in to carry on.');
    await expect.poll(() => answers(account)).toEqual([{ outcome: 'locked' }]);
    expect(locked).toHaveLength(1);
    services.logind.changed({ LockedHint: false });
    await signIn(home, DANA);
    const log = await openSettings(workstation);
    await openTab(log, 'Audit log');
    await expect(log.getByRole('row', { name: /Whole computer locked/ })).toBeVisible();
    expect(account.audit('session.ended').map(({ cause }) => cause)).toEqual([
      ...['lockNow', 'signOut', 'switchUser', 'lockNow'],
    ]);
    services.close();
  },
);

const troubles = [
  ['silent', 'never answers', { outcome: 'failed', problem: 'noAnswer' }, 'did not answer in time'],
  ['refuses', 'refuses', { outcome: 'failed', problem: 'refused' }, 'refused'],
  ['ignores', 'does not lock', { outcome: 'asked' }, 'did not confirm'],
] as const;
for (const [reaction, title, answer, words] of troubles)
  test(`a computer that ${title}: the session ends as always, and the audit log says so`, async ({
    workstation,
  }) => {
    // The script that the app tries last is missing on this desktop.
    workstation.env['PATH'] = '/nonexistent';
    const services = await openServices(workstation, reaction);
    const home = await workstation.start();
    await setUpClinic(home);
    await turnOn(workstation);
    await button(home, 'Lock now').click();
    await expectSignIn(home);
    await expect.poll(() => entryCount(workstation.desktop)).toBe(0);
    // Long before the app knows that there is no answer.
    await signIn(home, DANA);
    const account = new AccountFile(workstation.userData);
    await expect.poll(() => answers(account), { timeout: 30_000 }).toEqual([answer]);
    await expectHome(home);
    const settings = await openSettings(workstation);
    await openTab(settings, 'Audit log');
    await expect(settings.getByRole('row', { name: /Whole computer/ })).toContainText(words);
    services.close();
  });
