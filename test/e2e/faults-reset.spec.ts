import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '../support/app-fixture.js';
import { entryCount } from '../support/keychain.js';
import { expectSignIn, setUpClinic } from '../support/people.js';
import { touchKeyboard } from '../support/presence.js';
import { LONG_RELIABILITY } from '../support/reliability.js';
import { XProgram } from '../support/x-program.js';

test(
  'a program that resets X’s idle time, as media players do, keeps no session alive',
  LONG_RELIABILITY,
  async ({ workstation }) => {
    const { desktop } = workstation;
    const home = await workstation.start();
    await setUpClinic(home, '1 minute');
    await touchKeyboard(workstation);
    const since = performance.now();
    process.env['XAUTHORITY'] = desktop.authority;
    const player = await XProgram.open(desktop.display);
    while (!(await home.getByRole('heading', { name: 'Sign in' }).isVisible())) {
      if (performance.now() - since > 75_000) throw new Error('The session goes on.');
      player.resetScreenSaver();
      await sleep(1_000);
    }
    player.close();
    expect(performance.now() - since).toBeGreaterThan(55_000);
    await expectSignIn(home, 'You were signed out after 1 minute of inactivity.');
    await expect.poll(() => entryCount(desktop)).toBe(0);
  },
);
