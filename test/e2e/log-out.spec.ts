import { once } from 'node:events';
import { processTree } from '../bench/process-tree.mjs';
import { AccountFile } from '../support/account-file.js';
import { expect, test } from '../support/app-fixture.js';
import { FakeLogind } from '../support/fake-logind.js';
import { entryCount } from '../support/keychain.js';
import { button, DANA, expectSignIn, setUpClinic, signIn } from '../support/people.js';
import { LONG_RELIABILITY, RELIABILITY } from '../support/reliability.js';
import type { Workstation } from '../support/workstation.js';

/*
 * The end of the OS session, as systemd does it: SIGTERM to every process of the app at the same moment,
 * including the guard, and SIGKILL a minute and a half later to those that still run.
 */

/** @returns how the main process ended */
async function logOut(workstation: Workstation): Promise<readonly (string | number | null)[]> {
  const app = workstation.app.process();
  const ended = once(app, 'exit');
  for (const pid of processTree(app.pid ?? 0))
    for (const signal of ['SIGTERM', 'SIGHUP'] as const)
      try {
        process.kill(pid, signal);
      } catch {
        // The process is gone already.
      }
  return (await ended) as (string | number | null)[];
}

test(
  'a log-out takes the entry out of the keychain at once, and the app ends as it should',
  RELIABILITY,
  async ({ workstation }) => {
    const account = new AccountFile(workstation.userData);
    await setUpClinic(await workstation.start());
    let ending = '';
    // If the processor is busy for 30 ms, Chromium crashes main, which the system reports as a fault: so a
    // busy machine gets three tries. The keychain must be right after each log-out.
    for (let tries = 0; tries < 3 && !/^0 |SIGTERM$/.test(ending); tries += 1) {
      if (tries > 0) await signIn(await workstation.start(), DANA);
      expect(await entryCount(workstation.desktop)).toBe(1);
      // An exit or the SIGTERM: for systemd both are ends without a fault.
      ending = (await logOut(workstation)).join(' ');
      // On a quiet machine the guard needs about a second to start the app and clear.
      await expect.poll(() => entryCount(workstation.desktop), { timeout: 20_000 }).toBe(0);
      await expect
        .poll(() => account.audit('session.ended').map(({ cause }) => cause))
        .toEqual(Array.from({ length: tries + 1 }, () => 'quit'));
      expect(account.session()).toBeUndefined();
    }
    expect(ending).toMatch(/^0 |SIGTERM$/);
    await expectSignIn(await workstation.start());
  },
);

test(
  'a log-out after which the display is gone too: the entry goes all the same',
  LONG_RELIABILITY,
  async ({ workstation }) => {
    await setUpClinic(await workstation.start());
    const { DISPLAY: display } = workstation.desktop.env;
    expect(display).toBe(workstation.desktop.display);
    // Main dies of this before it can act, so only the guard knows of the log-out.
    for (const pid of processTree(workstation.app.process().pid ?? 0).slice(1))
      process.kill(pid, 'SIGTERM');
    const ended = once(workstation.app.process(), 'exit');
    workstation.desktop.closeScreen();
    await ended;
    await expect.poll(() => entryCount(workstation.desktop), { timeout: 20_000 }).toBe(0);
  },
);

test('a shutdown is put off until the session has ended', RELIABILITY, async ({ workstation }) => {
  const { DBUS_SYSTEM_BUS_ADDRESS: bus = '' } = workstation.desktop.env;
  const logind = await FakeLogind.open(bus);
  const home = await workstation.start();
  await setUpClinic(home);
  await expect(button(home, 'Lock now')).toBeVisible();
  const ended = once(workstation.app.process(), 'exit');
  logind.emit({
    path: '/org/freedesktop/login1',
    interface: 'org.freedesktop.login1.Manager',
    member: 'PrepareForShutdown',
    signature: 'b',
    body: [true],
  });
  expect(await ended).toEqual([0, null]);
  expect(await entryCount(workstation.desktop)).toBe(0);
  expect(new AccountFile(workstation.userData).audit('session.ended')).toMatchObject([
    { cause: 'shutdown', wipe: 'done' },
  ]);
  logind.close();
});
