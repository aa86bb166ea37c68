import type { Page } from 'playwright/test';
import { AccountFile } from '../support/account-file.js';
import { expect, test } from '../support/app-fixture.js';
import { focusWindow } from '../support/clinic-app-steps.js';
import {
  addMember,
  button,
  DANA,
  enterCredentials,
  expectHome,
  expectSignIn,
  memberRow,
  openSettings,
  openTab,
  ROBIN,
  setUpClinic,
  textBox,
} from '../support/people.js';
import { enterCode, openMySecurity, setUpTwoFactor } from '../support/two-factor.js';
import { LONG } from '../support/reliability.js';

/*
 * An administrator signed in a moment ago and left the desk. Somebody else may work in that session until
 * it locks, but must not gain a way back in.
 */

const KEY = /^([0-9A-Z]{4}-){7}[0-9A-Z]{4}$/;
const CODE = /^([0-9A-Z]{4}-){4}[0-9A-Z]{4}$/;

function question(page: Page): ReturnType<Page['getByRole']> {
  return page.getByRole('dialog', { name: 'Confirm it’s you' });
}

test('a fresh session gives nobody a kit, a code, a reset, a role or a member', async ({
  workstation,
}) => {
  const account = new AccountFile(workstation.userData);
  const home = await workstation.start();
  await setUpClinic(home);
  const settings = await openSettings(workstation);
  await addMember(settings, ROBIN, 'Receptionist');
  await button(home, 'Sign out').click();
  await enterCredentials(home, DANA);
  await expectHome(home);
  const before = account.state();

  await button(home, 'Make an emergency kit').click();
  const kit = home.getByRole('dialog', { name: 'Emergency kit' });
  await kit.getByRole('button', { name: 'Make an emergency kit' }).click();
  await expect(question(home)).toBeVisible();
  await question(home).getByRole('button', { name: 'Continue' }).click();
  await expect(question(home).getByText('Enter your password.')).toBeVisible();
  await question(home).getByRole('button', { name: 'Cancel' }).click();
  await expect(question(home)).toHaveCount(0);
  await expect(home.getByText(KEY)).toHaveCount(0);
  // No error is shown: the person only cancelled.
  await expect(kit.getByRole('alert')).toHaveCount(0);
  await home.keyboard.press('Escape');

  const again = await openSettings(workstation);
  await openTab(again, 'Members');
  const dana = memberRow(again, DANA);
  const robin = memberRow(again, ROBIN);
  for (const name of ['Invitation code', 'Reset two-factor'])
    await expect(dana.getByRole('button', { name })).toHaveCount(0);

  await robin.getByRole('button', { name: 'Invitation code' }).click();
  await question(again).getByRole('textbox', { name: 'Password' }).fill(ROBIN.password);
  await question(again).getByRole('button', { name: 'Continue' }).click();
  await expect(question(again).getByRole('alert')).toHaveText(
    'That password is not right. Try again.',
  );
  await expect(question(again).getByRole('textbox', { name: 'Password' })).toBeFocused();
  await question(again).getByRole('button', { name: 'Cancel' }).click();
  await expect(again.getByText(CODE)).toHaveCount(0);

  // Directly over the bridge, without the views.
  const ids = { own: account.idOf(DANA.email), other: account.idOf(ROBIN.email) };
  const outcomes = await again.evaluate(
    async ({ own, other, password }) => {
      const proof = { password };
      const answers = await Promise.all([
        window.clinic.inviteMember({ memberId: other, proof: null }),
        window.clinic.resetTwoFactor({ memberId: other, proof: null }),
        window.clinic.changeMemberRole({ memberId: other, role: 'administrator', proof: null }),
        window.clinic.addMember({
          ...{ name: 'Mallory', email: 'mallory@takeover.example', role: 'administrator' },
          ...{ password: 'lantern-moth-harbour-5', proof: null },
        }),
        window.clinic.rotateKeys({ proof: null }),
        window.clinic.inviteMember({ memberId: own, proof }),
        window.clinic.resetTwoFactor({ memberId: own, proof }),
      ]);
      return answers.map((answer) => ('code' in answer ? answer.code : 'done'));
    },
    { ...ids, password: DANA.password },
  );
  expect(outcomes).toEqual([
    ...['proofRequired', 'proofRequired', 'proofRequired', 'proofRequired', 'proofRequired'],
    ...['ownInvitation', 'ownReset'],
  ]);

  await robin.getByRole('button', { name: 'Disable' }).click();
  await again.getByRole('alertdialog').getByRole('button', { name: 'Disable' }).click();
  await robin.getByRole('button', { name: 'Enable' }).click();
  await question(again).getByRole('button', { name: 'Cancel' }).click();
  await expect(robin).toContainText('Disabled');

  // Dana turned Robin's access off, and nothing else was decided.
  const { members, emergencyKit, invitations } = account.state();
  const robinsId = account.idOf(ROBIN.email);
  expect(members).toEqual({
    ...before.members,
    // With the access went Robin’s share of the clinic’s keys.
    [robinsId]: { ...before.members[robinsId], active: false, share: null },
  });
  expect([emergencyKit, invitations]).toEqual([null, {}]);
  for (const event of ['emergencyKit.created', 'invitation.created', 'twoFactor.reset'])
    expect(account.audit(event), event).toEqual([]);
  expect(account.audit('signIn.failed').map(({ detail }) => String(detail))).toEqual([
    expect.stringContaining('confirmation'),
  ]);
});

test(
  'by real keys: a kit with a fresh code, and everything else of a lost phone with recovery codes',
  LONG,
  async ({ workstation }) => {
    test.slow();
    const { input } = workstation.desktop;
    const home = await workstation.start();
    await setUpClinic(home);
    await addMember(await openSettings(workstation), ROBIN, 'Receptionist');
    const { authenticator, recoveryCodes } = await setUpTwoFactor(workstation, DANA);
    await button(home, 'Sign out').click();
    await enterCredentials(home, DANA);
    await enterCode(home, await authenticator.freshCode());
    await expectHome(home);

    // The code of the sign-in does not count as a proof.
    await button(home, 'Make an emergency kit').click();
    await home.getByRole('dialog').getByRole('button', { name: 'Make an emergency kit' }).click();
    const proof = question(home);
    await focusWindow(workstation, /^Clinic Workstation$/);
    const type = async (code: string): Promise<void> => {
      await expect(proof.getByRole('textbox', { name: 'Password' })).toBeFocused();
      await input.type(DANA.password);
      await proof.getByRole('textbox', { name: 'Authentication code' }).focus();
      await input.type(code);
      await input.key('Return');
    };
    await type(authenticator.usedCode);
    await expect(proof.getByRole('alert')).toContainText('was used already');
    await type(await authenticator.freshCode());
    await expect(home.getByText(KEY)).toBeVisible();
    workstation.keepSecret(await home.getByText(KEY).innerText());
    await home.getByRole('checkbox').check();
    await button(home, 'Done').click();
    await home.getByRole('button', { name: 'Close' }).click();

    // An invitation for another member, with a recovery code as the proof.
    const settings = await openSettings(workstation);
    await openTab(settings, 'Members');
    await memberRow(settings, ROBIN).getByRole('button', { name: 'Invitation code' }).click();
    await focusWindow(workstation, /^Settings$/);
    await expect(question(settings).getByRole('textbox', { name: 'Password' })).toBeFocused();
    await input.type(DANA.password);
    await question(settings).getByRole('button', { name: 'Use a recovery code' }).focus();
    await input.key('Return');
    await question(settings).getByRole('textbox', { name: 'Recovery code' }).focus();
    await input.type((recoveryCodes[0] ?? '').toLowerCase());
    await input.key('Return');
    await expect(settings.getByText(CODE)).toBeVisible();
    workstation.keepSecret(await settings.getByText(CODE).innerText());
    await button(settings, 'Done').click();
    await expect(
      home.getByRole('alert').filter({ hasText: 'in the place of your authenticator app; 9 are' }),
    ).toBeVisible();

    // The only administrator has lost the phone and needs no reset: a recovery code sets up a new device.
    const security = await openMySecurity(workstation);
    await security.getByRole('button', { name: 'Set up a new device' }).click();
    for (const code of recoveryCodes.slice(0, 2)) {
      if ((await textBox(home, 'Recovery code').count()) === 0)
        await button(home, 'Use a recovery code').click();
      await textBox(home, 'Password').fill(DANA.password);
      await textBox(home, 'Recovery code').fill(code);
      await button(home, 'Continue').click();
      // The first recovery code was used above.
      if (code === recoveryCodes[0])
        await expect(home.getByRole('alert').first()).toContainText('or it was used already');
    }
    await expect(
      home.getByRole('img', { name: 'QR code for your authenticator app' }),
    ).toBeVisible();
    await home.getByRole('button', { name: 'Close' }).click();

    // The old password alone is not enough to change the password.
    await openMySecurity(workstation);
    const form = home.getByRole('dialog', { name: 'My security' });
    await textBox(home, 'Current password').fill(DANA.password);
    await textBox(home, 'New password').fill('velvet-compass-marble-9');
    await textBox(home, 'Confirm new password').fill('velvet-compass-marble-9');
    await form.getByRole('button', { name: 'Change password' }).click();
    await expect(form).toContainText('Enter the six digits that your authenticator app shows.');
    await textBox(home, 'Authentication code').fill('000000');
    await form.getByRole('button', { name: 'Change password' }).click();
    await expect(form.getByRole('alert')).toBeVisible();
    expect(new AccountFile(workstation.userData).audit('member.passwordChanged')).toEqual([]);
    await home.keyboard.press('Escape');
    await button(home, 'Sign out').click();
    await expectSignIn(home);
  },
);
