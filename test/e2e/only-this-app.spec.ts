import { setTimeout as sleep } from 'node:timers/promises';
import { run } from '../../scripts/lib/processes.mjs';
import { expect, test } from '../support/app-fixture.js';
import { entryCount } from '../support/keychain.js';
import { button, expectSignIn, openSettings, setUpClinic } from '../support/people.js';
import { LONG } from '../support/reliability.js';

test(
  '“Only this app”: somebody who types elsewhere loses no key to the warning, and is signed out in time',
  LONG,
  async ({ workstation }, info) => {
    const { desktop } = workstation;
    const home = await workstation.start();
    await setUpClinic(home, '1 minute');
    const settings = await openSettings(workstation);
    await settings.getByRole('radio', { name: 'Only this app' }).click();
    await button(settings, 'Save changes').click();
    await expect(settings.getByRole('status')).toHaveText('Saved');
    const savedAt = performance.now();
    await settings.close();

    // Another program, which prints the keys that it gets.
    const other = desktop.spawn('xev', ['-event', 'keyboard'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let heard = '';
    other.stdout?.setEncoding('utf8').on('data', (text: string) => (heard += text));
    const found = ['search', '--sync', '--name', 'Event Tester', 'windowactivate', '--sync'];
    await run('xdotool', found, { env: desktop.env });

    let typed = 0;
    let warned = false;
    while (!(await home.getByRole('heading', { name: 'Sign in' }).isVisible())) {
      if (performance.now() - savedAt > 75_000) throw new Error('The session goes on.');
      await desktop.input.key('a');
      typed += 1;
      if (!warned && (await workstation.windowsWithTitle('Are you still there?')).length > 0) {
        warned = true;
        await desktop.screenshot(info.outputPath('warned.png'));
      }
      await sleep(200);
    }
    expect(warned).toBe(true);
    await expectSignIn(home, 'You were signed out after 1 minute of inactivity.');
    await expect.poll(() => entryCount(desktop)).toBe(0);
    await expect.poll(() => heard.match(/^KeyPress/gm)?.length).toBe(typed);
  },
);
