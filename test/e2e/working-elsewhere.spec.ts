import { setTimeout as sleep } from 'node:timers/promises';
import { run } from '../../scripts/lib/processes.mjs';
import { AccountFile } from '../support/account-file.js';
import { expect, test } from '../support/app-fixture.js';
import { expectHome, setUpClinic } from '../support/people.js';

test('somebody who types in another program without a pause is neither warned nor signed out', async ({
  workstation,
}) => {
  const { desktop } = workstation;
  const home = await workstation.start();
  await setUpClinic(home, '1 minute');
  desktop.spawn('xev', ['-event', 'keyboard'], { stdio: 'ignore' });
  const found = ['search', '--sync', '--name', 'Event Tester', 'windowactivate', '--sync'];
  await run('xdotool', found, { env: desktop.env });

  // Less than a second between two keys, for longer than the limit.
  const until = performance.now() + 70_000;
  while (performance.now() < until) {
    await desktop.input.key('a');
    expect(await workstation.windowsWithTitle('Are you still there?')).toEqual([]);
    await sleep(250);
  }
  await expectHome(home);
  expect(new AccountFile(workstation.userData).audit('session.ended')).toEqual([]);
});
