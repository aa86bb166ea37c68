import { AccountFile } from '../support/account-file.js';
import { expect, test } from '../support/app-fixture.js';
import { clickThatCloses, thatCloses } from '../support/closing.js';
import { entryCount } from '../support/keychain.js';
import {
  addMember,
  answerItsYou,
  button,
  choose,
  confirmItsYou,
  DANA,
  enterCredentials,
  expectHome,
  expectOnlyWindow,
  expectSignIn,
  memberRow,
  openSettings,
  openTab,
  ROBIN,
  setUpClinic,
  signIn,
  textBox,
} from '../support/people.js';
import { bundleProgram, gone } from '../support/programs.js';
import { LONG } from '../support/reliability.js';

test('members: added, disabled, enabled, promoted; the last administrator stays', async ({
  workstation,
}) => {
  const home = await workstation.start();
  await setUpClinic(home);
  let settings = await openSettings(workstation);
  await openTab(settings, 'Members');
  const dana = memberRow(settings, DANA);
  await expect(dana).toContainText('Signed in');
  await expect(dana).toContainText('A clinic needs at least one active administrator.');
  for (const name of ['Disable', 'Change role']) {
    await expect(dana.getByRole('button', { name })).toBeDisabled();
    await dana.getByRole('button', { name }).dispatchEvent('click');
  }
  await expect(settings.getByRole('dialog')).toHaveCount(0);
  await expect(settings.getByRole('alertdialog')).toHaveCount(0);

  await addMember(settings, ROBIN, 'Receptionist');
  const robin = memberRow(settings, ROBIN);
  await expect(robin).toContainText('Receptionist');
  await button(settings, 'Add member').click();
  const dialog = settings.getByRole('dialog', { name: 'Add member' });
  for (const [field, text] of [
    ['Name', 'Someone Else'],
    ['Email', ROBIN.email.toUpperCase()],
    ['Password', ROBIN.password],
    ['Confirm password', ROBIN.password],
  ] as const)
    await dialog.getByRole('textbox', { name: field, exact: true }).fill(text);
  await dialog.getByRole('button', { name: 'Add member' }).click();
  await expect(dialog.getByRole('alert')).toHaveText('A member with that email exists already.');
  await dialog.getByRole('button', { name: 'Cancel' }).click();

  await robin.getByRole('button', { name: 'Disable' }).click();
  await settings
    .getByRole('alertdialog', { name: `Disable ${ROBIN.name}?` })
    .getByRole('button', { name: 'Disable' })
    .click();
  await expect(robin).toContainText('Disabled');

  // The disabled member is told so, but only with the right password.
  await button(home, 'Sign out').click();
  await expectSignIn(home);
  await enterCredentials(home, { ...ROBIN, password: 'not the password' });
  await expect(home.getByRole('alert')).toContainText('do not match');
  await enterCredentials(home, ROBIN);
  await expect(home.getByRole('alert')).toHaveText(
    'Your access was turned off. Ask an administrator of your clinic.',
  );
  expect(await entryCount(workstation.desktop)).toBe(0);

  await signIn(home, DANA);
  settings = await openSettings(workstation);
  await openTab(settings, 'Members');
  await memberRow(settings, ROBIN).getByRole('button', { name: 'Enable' }).click();
  await confirmItsYou(settings);
  await expect(memberRow(settings, ROBIN)).toContainText('Active');
  await memberRow(settings, ROBIN).getByRole('button', { name: 'Change role' }).click();
  await choose(settings, 'Role', 'Administrator');
  await button(settings, 'Save').click();
  await confirmItsYou(settings);
  await expect(memberRow(settings, ROBIN)).toContainText('Administrator');
  // Now there are two administrators, so each of them may be disabled.
  await expect(memberRow(settings, DANA).getByRole('button', { name: 'Disable' })).toBeEnabled();

  await button(home, 'Switch user').click();
  await expectSignIn(home);
  await signIn(home, ROBIN);
  const notices = home.getByRole('alert');
  await expect(notices.filter({ hasText: 'An administrator chose your password.' })).toBeVisible();
  // While Dana was disabled, somebody tried a wrong password.
  await expect(notices.filter({ hasText: 'One try to sign in as you failed' })).toBeVisible();
  settings = await openSettings(workstation);
  await openTab(settings, 'Members');
  await expect(memberRow(settings, ROBIN)).toContainText('Signed in');

  const account = new AccountFile(workstation.userData);
  for (const event of ['added', 'disabled', 'enabled', 'roleChanged'])
    expect(account.audit(`member.${event}`)).toHaveLength(1);
});

test('a member who is demoted or disabled while signed in loses access at once', async ({
  workstation,
}) => {
  const home = await workstation.start();
  await setUpClinic(home);
  const settings = await openSettings(workstation);
  await addMember(settings, ROBIN, 'Administrator');
  await memberRow(settings, DANA).getByRole('button', { name: 'Change role' }).click();
  await choose(settings, 'Role', 'Practitioner');
  await button(settings, 'Save').click();
  await thatCloses(settings, () => answerItsYou(settings));
  await expect(home.getByText('Practitioner', { exact: true })).toBeVisible();
  await expect(button(home, 'Settings')).toHaveCount(0);

  await button(home, 'Switch user').click();
  await expectSignIn(home);
  await signIn(home, ROBIN);
  const robins = await openSettings(workstation);
  await openTab(robins, 'Members');
  await memberRow(robins, DANA).getByRole('button', { name: 'Change role' }).click();
  await choose(robins, 'Role', 'Administrator');
  await button(robins, 'Save').click();
  await confirmItsYou(robins, ROBIN);
  await memberRow(robins, ROBIN).getByRole('button', { name: 'Disable' }).click();
  await clickThatCloses(robins.getByRole('alertdialog').getByRole('button', { name: 'Disable' }));
  await expectSignIn(home, 'You were signed out because an administrator turned off your access.');
  await expect.poll(() => entryCount(workstation.desktop)).toBe(0);
  await expectOnlyWindow(workstation, home);
});

test('after a change of the own password only the new one signs in', async ({ workstation }) => {
  const home = await workstation.start();
  await setUpClinic(home);
  const changed = { ...DANA, password: 'another long lantern' };
  workstation.keepSecret(changed.password);
  await button(home, 'My security').click();
  const dialog = home.getByRole('dialog', { name: 'My security' });
  const change = async (current: string): Promise<void> => {
    await textBox(home, 'Current password').fill(current);
    await textBox(home, 'New password').fill(changed.password);
    await textBox(home, 'Confirm new password').fill(changed.password);
    await dialog.getByRole('button', { name: 'Change password' }).click();
  };
  await change('not the password');
  await expect(dialog.getByRole('alert')).toHaveText('That password is not right. Try again.');
  await change(DANA.password);
  await expect(dialog.getByRole('status')).toContainText('Your password was changed.');

  // The session has a new key, and resumes after a crash.
  await workstation.kill();
  const again = await workstation.start();
  await expectHome(again);
  await button(again, 'Sign out').click();
  await expectSignIn(again);
  await enterCredentials(again, DANA);
  await expect(again.getByRole('alert')).toContainText('do not match');
  await signIn(again, changed);
});

test(
  'the members of a large clinic come page by page, and are found by name or email',
  LONG,
  async ({ workstation }) => {
    const home = await workstation.start();
    await setUpClinic(home);
    const program = await bundleProgram('add-members');
    const adding = program.start([workstation.userData, DANA.email, DANA.password, '120']);
    expect(await gone(adding)).toBeNull();
    program.remove();
    const settings = await openSettings(workstation);
    await openTab(settings, 'Members');
    const rows = settings.getByRole('table').getByRole('rowheader');
    await expect(rows).toHaveCount(50);
    await expect(settings.getByText('50 of 121 members')).toBeVisible();
    await button(settings, 'Show more').click();
    await expect(rows).toHaveCount(100);
    const search = settings.getByRole('searchbox', { name: 'Find a member' });
    await search.fill('EMILE 21');
    await expect(rows).toHaveCount(10);
    await search.fill('m133@');
    await expect(rows).toHaveText([/Émile 133/]);
    await search.fill('nobody');
    await expect(settings.getByText('No member matches.')).toBeVisible();

    await openTab(settings, 'Audit log');
    await settings.getByRole('searchbox', { name: 'Find a member' }).fill('dana');
    await choose(settings, 'Member', DANA.name);
    await expect(settings.getByText('Clinic set up')).toBeVisible();
  },
);
