import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../scripts/lib/processes.mjs';
import { expect, test } from '../support/app-fixture.js';
import {
  addMember,
  button,
  DANA,
  enterCredentials,
  expectHome,
  expectSignIn,
  openSettings,
  ROBIN,
  setUpClinic,
  signIn,
} from '../support/people.js';

test('a backup is made beside the running app, and an administrator can go back to it', async ({
  workstation,
}, testInfo) => {
  const home = await workstation.start();
  await setUpClinic(home);
  const settings = await openSettings(workstation);

  const file = testInfo.outputPath('account.db');
  // As from a timer, which has no display.
  const env = { ...workstation.desktop.env, DISPLAY: '' };
  const command = () =>
    run(workstation.electronPath, workstation.args('--backup', file), {
      env,
      timeoutMilliseconds: 40_000,
    });
  expect(await command()).toMatchObject({ code: 0, stderr: expect.stringMatching('was saved in') });
  expect(await command()).toMatchObject({
    code: 1,
    stderr: expect.stringMatching('is there already'),
  });

  // The session goes on, and what is decided after the backup is not in it.
  await addMember(settings, ROBIN, 'Receptionist');
  await expectHome(home);
  await workstation.quit();

  for (const name of ['account.db', 'account.db-wal', 'account.db-shm'])
    rmSync(join(workstation.userData, name), { force: true });
  copyFileSync(file, join(workstation.userData, 'account.db'));
  const again = await workstation.start();
  await expectSignIn(again);
  await enterCredentials(again, DANA);
  await expect(again.getByRole('heading', { name: 'Is this the right account?' })).toBeVisible();
  await expect(again.getByText('one decision is missing')).toBeVisible();
  await button(again, 'Go on with this account').click();
  await expectHome(again);
  await workstation.quit();

  // It counts from now on: nobody is asked again.
  const later = await workstation.start();
  await expectSignIn(later);
  await signIn(later, DANA);
});
