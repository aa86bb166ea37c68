import { chmodSync, chownSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '../support/app-fixture.js';
import { setUpClinic } from '../support/people.js';
import { LONG } from '../support/reliability.js';

test('a folder with open access is made private, also for files that are made in it later', async ({
  workstation,
}) => {
  chmodSync(workstation.userData, 0o755);
  const home = await workstation.start();
  await setUpClinic(home);
  const open = [workstation.userData]
    .concat(readdirSync(workstation.userData).map((name) => join(workstation.userData, name)))
    .filter((path) => ((statSync(path, { throwIfNoEntry: false })?.mode ?? 0) & 0o077) !== 0);
  expect(open).toEqual([]);
});

test(
  'a folder of another user is not used, and nothing is written into it',
  LONG,
  async ({ workstation }) => {
    test.skip(process.getuid?.() !== 0, 'Only root can give a folder to somebody else.');
    chownSync(workstation.userData, 12_345, 12_345);
    const page = await workstation.start();
    await expect(page.getByRole('alert')).toContainText('is not a folder of your own');
    await workstation.quit();
    expect(readdirSync(workstation.userData)).toEqual([]);
  },
);
