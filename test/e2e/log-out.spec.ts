import { once } from 'node:events';
import { processTree } from '../bench/process-tree.mjs';
import { AccountFile } from '../support/account-file.js';
import { expect, test } from '../support/app-fixture.js';
import { FakeLogind } from '../support/fake-logind.js';
import { entryCount } from '../support/keychain.js';
import { button, DANA, expectSignIn, setUpClinic, signIn } from '../support/people.js';
import { RELIABILITY } from '../support/reliability.js';
import type { Workstation } from '../support/workstation.js';

/*
 * The end of the OS session, as systemd makes it: SIGTERM to every process of the app in the same
 * moment, the guard's included, and SIGKILL a minute and a half later to what is still there.
 */

/** @returns how the main process ended, once it has */
async function logOut(workstation: Workstation): Promise<readonly (string | number | null)[]> {
  const app = workstation.app.process();
  const ended = once(app, 'exit');
  for (const pid of processTree(app.pid ?? 0))
    for (const signal of ['SIGTERM', 'SIGHUP'] as const)
      try {
        process.kill(pid, signal);
      } catch {
        // It went by the one before.
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
    // Chromium takes main down, which the system calls a fault, where the processor is not free for 30 ms:
    // so a busy machine gets three tries. What a log-out leaves must be right each time.
    for (let tries = 0; tries < 3 && !/^0 |SIGTERM$/.test(ending); tries += 1) {
      if (tries > 0) await signIn(await workstation.start(), DANA);
      expect(await entryCount(workstation.desktop)).toBe(1);
      // By itself, or of the SIGTERM: systemd takes either for an end without a fault.
      ending = (await logOut(workstation)).join(' ');
      // On a quiet machine it takes about a second, in which the guard starts the app to clear.
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
  RELIABILITY,
  async ({ workstation }) => {
    await setUpClinic(await workstation.start());
    const { DISPLAY: display } = workstation.desktop.env;
    expect(display).toBe(workstation.desktop.display);
    // Main dies of it before it can do anything, so that only the guard knows of the log-out.
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
