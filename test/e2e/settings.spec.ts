import { AccountFile } from '../support/account-file.js';
import { expect, test } from '../support/app-fixture.js';
import { thatCloses } from '../support/closing.js';
import { entryCount } from '../support/keychain.js';
import {
  addMember,
  button,
  choose,
  closeList,
  DANA,
  expectHome,
  expectOnlyWindow,
  expectSignIn,
  openList,
  openSettings,
  openTab,
  ROBIN,
  setUpClinic,
  signIn,
} from '../support/people.js';
import { idleFor, minutePasses, touchKeyboard } from '../support/presence.js';
import { LONG } from '../support/reliability.js';

test('session timeout: every option, no Never, comparison, custom minutes, saved', async ({
  workstation,
}) => {
  const home = await workstation.start();
  await setUpClinic(home);
  const settings = await openSettings(workstation);
  const timeout = settings.getByRole('combobox', { name: 'Automatic session timeout' });
  await expect(timeout).toHaveText(/15 minutes/);
  await openList(settings, 'Automatic session timeout');
  await expect(settings.getByRole('option')).toHaveText([
    ...['1 minute', '2 minutes', '3 minutes', '5 minutes', '10 minutes', '15 minutes'],
    ...['20 minutes', '30 minutes', '1 hour', '2 hours', '4 hours', '8 hours', '12 hours'],
    ...['1 day', '2 days', '3 days', '7 days', 'Custom…'],
  ]);
  await closeList(settings);
  const lists = ['Longest session', 'Administrator', 'Practitioner', 'Receptionist', 'Bookkeeper'];
  for (const list of lists) {
    await openList(settings, list);
    await expect(settings.getByRole('option', { name: /never|unlimited|no limit/i })).toHaveCount(
      0,
    );
    await closeList(settings);
  }

  // The comparison follows the choice before anything is saved.
  const comparison = settings.getByRole('region', { name: 'Compared with published limits' });
  for (const standard of ['HIPAA', 'NIST AAL2', 'NIST AAL3', 'OWASP', 'PCI DSS', 'Australian ISM'])
    await expect(comparison).toContainText(standard);
  await expect(comparison).toContainText('Within 6 of these 7 limits.');
  await choose(settings, 'Automatic session timeout', '1 day');
  await expect(comparison).toContainText('Longer than all of these limits.');
  await choose(settings, 'Automatic session timeout', '5 minutes');
  await expect(comparison).toContainText('Within all of these limits.');

  await choose(settings, 'Automatic session timeout', 'Custom…');
  const minutes = settings.getByRole('spinbutton', { name: 'Minutes' });
  for (const wrong of ['0', '0.9', '10081', '', '-5']) {
    await minutes.fill(wrong);
    await expect(minutes).toHaveAttribute('aria-invalid', 'true');
    await expect(button(settings, 'Save changes')).toBeDisabled();
  }
  await minutes.fill('45');
  await button(settings, 'Save changes').click();
  await expect(settings.getByRole('status')).toHaveText('Saved');
  await expect(home.getByText('Signs you out after 45 minutes without activity.')).toBeVisible();

  expect(new AccountFile(workstation.userData).state().policy).toMatchObject({
    version: 2,
    sessionTimeoutSeconds: 2_700,
  });
});

test('a shorter timeout acts at once on the running session', LONG, async ({ workstation }) => {
  const home = await workstation.start();
  await setUpClinic(home);
  const settings = await openSettings(workstation);
  await choose(settings, 'Automatic session timeout', '1 minute');
  await button(settings, 'Save changes').click();
  await expect(settings.getByRole('status')).toHaveText('Saved');
  await expect(home.getByText('Signs you out after 1 minute without activity.')).toBeVisible();
  await touchKeyboard(workstation);
  await minutePasses(workstation, home);
  await expectSignIn(home, 'You were signed out after 1 minute of inactivity.');
  await expect.poll(() => entryCount(workstation.desktop)).toBe(0);
});

test(
  'a timeout below the time already idle ends the session at once, with that reason',
  LONG,
  async ({ workstation }) => {
    const home = await workstation.start();
    await setUpClinic(home);
    const settings = await openSettings(workstation);
    await touchKeyboard(workstation);
    // Without an input event, which would count as activity.
    await idleFor(workstation, 61);
    await thatCloses(settings, () =>
      settings.evaluate(async () => {
        const { view } = await window.clinic.readView({});
        if (view.view !== 'settings') throw new Error('This is not the settings window.');
        const policy = { ...view.policy, sessionTimeoutSeconds: 60 };
        await window.clinic.savePolicy({ policy, openedWith: view.policy });
      }),
    );
    await expectSignIn(
      home,
      'You were signed out because an administrator shortened the session timeout to 1 minute.',
    );
    await expect.poll(() => entryCount(workstation.desktop)).toBe(0);
    await expect
      .poll(() => new AccountFile(workstation.userData).audit('session.ended'))
      .toMatchObject([{ cause: 'policyTightened', limit_seconds: 60, wipe: 'done' }]);
  },
);

test(
  'a role’s own limit of a minute ends its session while the account says 15',
  LONG,
  async ({ workstation }) => {
    const home = await workstation.start();
    await setUpClinic(home);
    const settings = await openSettings(workstation);
    await addMember(settings, ROBIN, 'Receptionist');
    await openTab(settings, 'Session timeout');
    await choose(settings, 'Receptionist', '1 minute');
    await button(settings, 'Save changes').click();
    await expect(settings.getByRole('status')).toHaveText('Saved');
    await expect(home.getByText('Signs you out after 15 minutes without activity.')).toBeVisible();
    await button(home, 'Switch user').click();
    await expectSignIn(home);
    await signIn(home, ROBIN);
    await expect(home.getByText('Signs you out after 1 minute without activity.')).toBeVisible();
    await touchKeyboard(workstation);
    await minutePasses(workstation, home);
    await expectSignIn(home, 'You were signed out after 1 minute of inactivity.');

    await signIn(home, DANA);
    await expect(home.getByText('Signs you out after 15 minutes without activity.')).toBeVisible();
  },
);

test('the settings window closes with the session, and loses its unsaved change', async ({
  workstation,
}) => {
  const home = await workstation.start();
  await setUpClinic(home);
  const settings = await openSettings(workstation);
  await choose(settings, 'Automatic session timeout', '8 hours');
  await button(home, 'Lock now').click();
  await expectSignIn(home);
  await expectOnlyWindow(workstation, home);
  await signIn(home, DANA);
  await expectHome(home);
  const again = await openSettings(workstation);
  await expect(again.getByRole('combobox', { name: 'Automatic session timeout' })).toHaveText(
    /15 minutes/,
  );
});

test(
  'hiding from screen capture covers every window, also later ones',
  LONG,
  async ({ workstation }) => {
    const home = await workstation.start();
    await setUpClinic(home);
    const settings = await openSettings(workstation);
    // X11 cannot hide a window from capture, so the test can only check the calls of Electron.
    await workstation.app.evaluate(({ BrowserWindow }) => {
      const calls: boolean[] = [];
      Object.assign(globalThis, { contentProtectionCalls: calls });
      BrowserWindow.prototype.setContentProtection = (isHidden) => void calls.push(isHidden);
    });
    const asked = (): Promise<unknown> =>
      workstation.app.evaluate((): unknown => Reflect.get(globalThis, 'contentProtectionCalls'));
    // Sooner than the next look at the session, which would apply the setting too.
    const soon = { timeout: 10_000 };
    const shield = settings.getByRole('switch', { name: 'Hide from screen capture' });
    await shield.check();
    await button(settings, 'Save changes').click();
    await expect.poll(asked, soon).toEqual([true, true]);
    await settings.close();
    const again = await openSettings(workstation);
    await expect.poll(asked, soon).toEqual([true, true, true]);
    await again.getByRole('switch', { name: 'Hide from screen capture' }).uncheck();
    await button(again, 'Save changes').click();
    await expect.poll(asked, soon).toEqual([true, true, true, false, false]);
  },
);
