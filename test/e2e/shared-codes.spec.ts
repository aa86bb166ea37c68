import type { Page } from 'playwright/test';
import { expect } from '../support/app-fixture.js';
import {
  button,
  DANA,
  enterCredentials,
  expectHome,
  expectSignIn,
  homeHeading,
  textBox,
} from '../support/people.js';
import { openTwoDesks, test } from '../support/shared-clinic.js';
import { expectCodeAsked, setUpTwoFactor } from '../support/two-factor.js';

test('a code of the authenticator app, and a recovery code, count once in the whole clinic', async ({
  workstation,
  second,
  server,
}) => {
  const { home, other } = await openTwoDesks(workstation, second, server);
  const { authenticator, recoveryCodes } = await setUpTwoFactor(workstation, DANA);
  for (const secret of [authenticator.secret, ...recoveryCodes]) second.keepSecret(secret);
  await button(home, 'Sign out').click();
  await expectSignIn(home);
  const desks = [home, other];
  for (const page of desks) {
    await enterCredentials(page, DANA);
    await expectCodeAsked(page);
  }
  const code = await authenticator.freshCode();
  for (const page of desks) await textBox(page, 'Authentication code').fill(code);
  await Promise.all(desks.map((page) => button(page, 'Verify').click()));
  const used = (page: Page) => page.getByRole('alert').filter({ hasText: 'was used already' });
  const outcome = async (page: Page): Promise<'in' | 'used'> => {
    const either = homeHeading(page).or(used(page));
    await expect(either).toBeVisible();
    return (await either.getAttribute('role')) === 'alert' ? 'used' : 'in';
  };
  const outcomes = await Promise.all(desks.map(outcome));
  expect([...outcomes].sort()).toEqual(['in', 'used']);

  const [inside, outside] = outcomes[0] === 'in' ? [home, other] : [other, home];
  const recoveryCode = recoveryCodes[0] ?? '';
  const recover = async (page: Page): Promise<void> => {
    await button(page, 'Use a recovery code').click();
    await textBox(page, 'Recovery code').fill(recoveryCode);
    await button(page, 'Verify').click();
  };
  await recover(outside);
  await expectHome(outside);
  await button(inside, 'Sign out').click();
  await expectSignIn(inside);
  await enterCredentials(inside, DANA);
  await expectCodeAsked(inside);
  await recover(inside);
  await expect(inside.getByRole('alert')).toContainText('not right, or it was used already');
});
