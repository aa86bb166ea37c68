import { expect, test } from '../support/app-fixture.js';
import {
  button,
  choose,
  DANA,
  expectHome,
  expectSignIn,
  setUpClinic,
  textBox,
} from '../support/people.js';
import { closeMySecurity, openMySecurity } from '../support/two-factor.js';

/*
 * The pseudo-language that runs from right to left stands for the language of a computer whose member chose
 * English.
 */

test('the app speaks the computer’s language, and a member’s own from sign-in to sign-out', async ({
  workstation,
}) => {
  let page = await workstation.start();
  const html = () => page.locator('html');
  await expect(html()).toHaveAttribute('lang', 'en');
  await setUpClinic(page);
  const security = await openMySecurity(workstation);
  await expect(security.getByRole('combobox', { name: 'Language' })).toHaveText(
    'Same as this computer',
  );
  await choose(page, 'Language', 'English');
  await expect(security.getByRole('combobox', { name: 'Language' })).toHaveText('English');
  await closeMySecurity(workstation);
  await button(page, 'Sign out').click();
  await expectSignIn(page);
  await workstation.quit();

  workstation.switches.push('--lang=ar-XB');
  page = await workstation.start();
  await expect(html()).toHaveAttribute('lang', 'ar-XB');
  await expect(html()).toHaveAttribute('dir', 'rtl');
  await expect(page.getByRole('heading', { level: 1 }).first()).not.toHaveText(/\p{Script=Latin}/u);
  await page.locator('input[type="email"]').fill(DANA.email);
  await page.locator('input[type="password"]').fill(DANA.password);
  await page.locator('button[type="submit"]').click();
  await expectHome(page);
  await expect(html()).toHaveAttribute('lang', 'en');
  await expect(html()).toHaveAttribute('dir', 'ltr');
  // What was typed stays where it is while the words change around it.
  const dialog = await openMySecurity(workstation);
  await textBox(page, 'New password').fill('half typed');
  await choose(page, 'Language', 'Same as this computer');
  await expect(html()).toHaveAttribute('dir', 'rtl');
  await expect(dialog.or(page.getByRole('dialog')).locator('input').nth(1)).toHaveValue(
    'half typed',
  );
});
