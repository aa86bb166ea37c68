import { expect } from '../support/app-fixture.js';
import {
  button,
  choose,
  DANA,
  expectHome,
  expectSignIn,
  openTab,
  ROBIN,
  signIn,
} from '../support/people.js';
import { idleFor, touchKeyboard, warningShown } from '../support/presence.js';
import { openTwoDesks, test } from '../support/shared-clinic.js';

test('two desks, one timeout: a change at one is felt by the running session at the other', async ({
  workstation,
  second,
  server,
}) => {
  const colleague = { person: ROBIN, role: 'Receptionist' };
  const { settings, other } = await openTwoDesks(workstation, second, server, colleague);
  await signIn(other, ROBIN);
  await expect(other.getByText('15 minutes', { exact: false }).first()).toBeVisible();

  await openTab(settings, 'Session timeout');
  await choose(settings, 'Automatic session timeout', '1 minute');
  await button(settings, 'Save changes').click();
  await expect(other.getByText('1 minute', { exact: false }).first()).toBeVisible();

  // Nobody is at the second desk from now on: the warning comes, and the lock, by the clinic's new limit.
  await touchKeyboard(second);
  await warningShown(second);
  await idleFor(second, 55);
  await expectSignIn(other, /after 1 minute of inactivity/);
  await signIn(other, DANA);
  await expectHome(other);
});
