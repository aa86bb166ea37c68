import { expect, test } from '../support/app-fixture.js';
import { button, DANA, expectHome, expectSignIn, setUpClinic, textBox } from '../support/people.js';
import { expectCodeAsked, setUpTwoFactor } from '../support/two-factor.js';
import { LONG } from '../support/reliability.js';

test('signing in by real keys alone, with the second factor, and from a recent member’s tile', async ({
  workstation,
}) => {
  const { input } = workstation.desktop;
  const home = await workstation.start();
  await setUpClinic(home);
  const { authenticator } = await setUpTwoFactor(workstation, DANA);
  await input.key('ctrl+l');
  await expectSignIn(home);

  // The focus starts at the first field, and moves to the next one.
  await expect(textBox(home, 'Email')).toBeFocused();
  await input.type(DANA.email);
  await input.key('Tab');
  await expect(textBox(home, 'Password')).toBeFocused();
  await input.type('not-the-password');
  await input.key('Return');
  await expect(home.getByRole('alert')).toContainText('do not match');
  await expect(textBox(home, 'Password')).toBeFocused();
  await input.type(DANA.password);
  await input.key('Return');
  await expectCodeAsked(home);
  await input.type(await authenticator.freshCode());
  await input.key('Return');
  await expectHome(home);
  await expect(home.getByRole('heading', { level: 1 })).toBeFocused();

  // Handing over takes two presses: `Switch user`, and the tile of the next member.
  await button(home, 'Switch user').focus();
  await input.key('Return');
  await expectSignIn(home);
  await home.getByRole('button', { name: DANA.name }).focus();
  await input.key('Return');
  await expect(textBox(home, 'Email')).toHaveValue(DANA.email);
  await expect(textBox(home, 'Password')).toBeFocused();
});

test(
  'shown characters hide themselves again, and Caps Lock is announced',
  LONG,
  async ({ workstation }) => {
    const { input } = workstation.desktop;
    const home = await workstation.start();
    await setUpClinic(home);
    await input.key('ctrl+l');
    await expectSignIn(home);
    const password = textBox(home, 'Password');
    await password.focus();
    await input.key('Caps_Lock');
    await input.type('abc');
    await expect(home.getByText('Caps Lock is on.')).toBeVisible();
    await input.key('Caps_Lock');
    // X reports only with the next key that Caps Lock is off.
    await input.type('d');
    await expect(home.getByText('Caps Lock is on.')).toHaveCount(0);

    await expect(password).toHaveAttribute('type', 'password');
    await button(home, 'Show characters').click();
    await expect(password).toHaveAttribute('type', 'text');
    await textBox(home, 'Email').focus();
    await expect(password).toHaveAttribute('type', 'password');
  },
);
