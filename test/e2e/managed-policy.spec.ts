import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { PrivateAuthority } from '../../scripts/lib/desktop/authority.mjs';
import { run } from '../../scripts/lib/processes.mjs';
import { AccountFile } from '../support/account-file.js';
import { expect, test } from '../support/app-fixture.js';
import { expectAccessible } from '../support/axe.js';
import {
  button,
  choose,
  DANA,
  openList,
  openSettings,
  openTab,
  setUpClinic,
  signIn,
} from '../support/people.js';
import { LONG } from '../support/reliability.js';

test.skip(process.getuid?.() !== 0, 'Only root may give the app an /etc of its own.');

const MANAGED = 'Managed by your organisation';

test('managed rules are in force and locked, a cap limits the choice, and the clinic’s own policy is kept', async ({
  workstation,
}) => {
  const folder = workstation.managedFolder();
  const account = new AccountFile(workstation.userData);
  const home = await workstation.start();
  await setUpClinic(home, '1 hour');
  const settings = await openSettings(workstation);
  const timeout = settings.getByRole('combobox', { name: 'Automatic session timeout' });
  await expect(settings.getByText(MANAGED)).toHaveCount(0);

  // The file appears while the app runs, with a session and the settings open.
  folder.write({
    version: 1,
    policy: {
      sessionTimeoutSeconds: 600,
      longestSessionSeconds: { max: 14_400 },
      activitySource: 'computer',
      lockOnSleep: false,
      roleTimeoutSeconds: { receptionist: { max: 300 } },
    },
  });
  await expect(home.getByText('Signs you out after 10 minutes without activity.')).toBeVisible();
  await expect(timeout).toHaveText(/10 minutes/);
  await expect(timeout).toBeDisabled();
  await expect(timeout).toHaveAccessibleDescription(new RegExp(MANAGED));
  const sleep = settings.getByRole('switch', { name: 'Lock when the computer sleeps' });
  await expect(sleep).not.toBeChecked();
  await expect(sleep).toBeDisabled();
  await expect(sleep).toHaveAccessibleDescription(new RegExp(MANAGED));
  await expect(settings.getByRole('radio', { name: 'Only this app' })).toBeDisabled();
  await expect(settings.getByRole('radiogroup')).toHaveAccessibleDescription(MANAGED);
  await expect(
    settings.getByRole('switch', { name: 'Lock when the computer is locked' }),
  ).toBeEnabled();
  await openList(settings, 'Longest session');
  await expect(settings.getByRole('option')).toHaveText(['1 hour', '2 hours', '4 hours']);
  await settings.getByRole('option', { name: '2 hours' }).click();
  await expect(settings.getByRole('combobox', { name: 'Receptionist' })).toHaveText(/5 minutes/);
  await expectAccessible(workstation, settings, 'managed settings');
  await button(settings, 'Save changes').click();
  await expect(settings.getByRole('status')).toHaveText('Saved');

  expect(account.state().policy).toMatchObject({
    sessionTimeoutSeconds: 3_600,
    longestSessionSeconds: 7_200,
    lockOnSleep: true,
    roleTimeoutSeconds: {},
  });
  expect(account.audit('managedPolicy.changed')).toHaveLength(1);

  // When the file is deleted, the clinic's own policy is in force again.
  rmSync(folder.file);
  await expect(home.getByText('Signs you out after 1 hour without activity.')).toBeVisible();
  await expect(timeout).toBeEnabled();
  await choose(settings, 'Automatic session timeout', '5 minutes');
  expect(account.audit('managedPolicy.removed')).toHaveLength(1);
});

test(
  'a file that is broken, or that others may write to, is reported, and the last good one stays in force',
  LONG,
  async ({ workstation }) => {
    const folder = workstation.managedFolder();
    const account = new AccountFile(workstation.userData);
    await setUpClinic(await workstation.start(), '1 hour');
    folder.write({ version: 1, policy: { sessionTimeoutSeconds: { max: 300 } } });
    const settings = await openSettings(workstation);
    const timeout = settings.getByRole('combobox', { name: 'Automatic session timeout' });
    await expect(timeout).toHaveText(/5 minutes/);
    await openTab(settings, 'This workstation');
    const tab = settings.getByRole('tabpanel', { name: 'This workstation' });
    await expect(tab.getByText('In force', { exact: true })).toBeVisible();

    folder.write('{ "version": 1, ');
    await expect(tab.getByText('Older rules in force')).toBeVisible();
    await expect(tab.getByText(/It ends too early, in line 1, column 17/)).toBeVisible();
    folder.write({ version: 1, policy: { sessionTimeoutSeconds: 604_800 } });
    chmodSync(folder.file, 0o666);
    await expect(tab.getByText(/nobody else may write to/)).toBeVisible();
    await workstation.quit();

    // Also after a restart of the app.
    const home = await workstation.start();
    await signIn(home, DANA);
    await expect(home.getByText('Signs you out after 5 minutes without activity.')).toBeVisible();
    expect(account.audit('managedPolicy.refused')).toHaveLength(2);
  },
);

test('the set-up form has the managed clinic name and timeout', async ({ workstation }) => {
  workstation.managedFolder().write({
    version: 1,
    clinicName: 'Harbour Street Clinic',
    policy: { sessionTimeoutSeconds: 300 },
  });
  const page = await workstation.start();
  const name = page.getByRole('textbox', { name: 'Clinic name' });
  await expect(name).toHaveValue('Harbour Street Clinic');
  await expect(name).toBeDisabled();
  const timeout = page.getByRole('combobox', { name: 'Automatic session timeout' });
  await expect(timeout).toHaveText(/5 minutes/);
  await expect(timeout).toBeDisabled();
  await expect(page.getByRole('textbox', { name: 'Your name' })).toBeFocused();
  await expectAccessible(workstation, page, 'managed set-up');
});

test('a policy that IT signed with this app is in force from its address, and stays when the address gives another', async ({
  workstation,
}) => {
  const folder = workstation.managedFolder();
  const file = join(workstation.home, 'policy.json');
  const key = join(workstation.home, 'policy-key.pem');
  const authority = new PrivateAuthority('IT of the clinic');
  folder.trust(authority.certificate);
  const asked: (string | undefined)[] = [];
  let text = '';
  // The first answer leads elsewhere, as in a network that wants a sign-in.
  const server = createServer(authority.issue(['localhost']), ({ url }, response) => {
    asked.push(url);
    if (asked.length === 1) response.writeHead(302, { location: '/better.json' }).end();
    else response.end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = server.address() as AddressInfo;
    const address = `https://localhost:${port}/policy.signed.json`;
    const command = async (...args: readonly string[]): Promise<void> => {
      const { code, stderr } = await run(workstation.electronPath, workstation.args(...args), {
        env: workstation.desktop.env,
        timeoutMilliseconds: 40_000,
      });
      expect(code, stderr).toBe(0);
    };
    await command('--make-policy-key', key);
    writeFileSync(file, '{"version":1,"policy":{"sessionTimeoutSeconds":{"max":600}}}');
    await command('--sign-policy', file, `--policy-key=${key}`, `--policy-address=${address}`);
    text = readFileSync(join(workstation.home, 'policy.signed.json'), 'utf8');

    const policyKey = readFileSync(`${key}.pub`, 'utf8').trim();
    folder.write({ version: 1, policyAddress: address, policyKey });
    let home = await workstation.start();
    await setUpClinic(home, '1 hour');
    await expect(home.getByText('Signs you out after 10 minutes without activity.')).toBeVisible();
    expect(new Set(asked)).toEqual(new Set(['/policy.signed.json']));
    await workstation.quit();

    text = text.replace('600', '900');
    home = await workstation.start();
    await signIn(home, DANA);
    await expect(home.getByText('Signs you out after 10 minutes without activity.')).toBeVisible();
    const settings = await openSettings(workstation);
    await openTab(settings, 'This workstation');
    const tab = settings.getByRole('tabpanel', { name: 'This workstation' });
    await expect(tab.getByText(address).first()).toBeVisible();
    await expect(tab.getByText('Older rules in force')).toBeVisible();
    await expect(tab.getByText(/It is not signed with the policy key/)).toBeVisible();
    await expectAccessible(workstation, settings, 'a policy at an address');
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
