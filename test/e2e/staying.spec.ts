import { AccountFile } from '../support/account-file.js';
import { expect, test } from '../support/app-fixture.js';
import { entryCount } from '../support/keychain.js';
import { button, expectHome, expectSignIn, setUpClinic } from '../support/people.js';
import {
  answerWarning,
  idleFor,
  noWarning,
  touchKeyboard,
  warningShown,
} from '../support/presence.js';
import type { Workstation } from '../support/workstation.js';
import { LONG } from '../support/reliability.js';

/** Real input during the warning, about 33 s into the 60 s; then the old limit passes. */
async function stays(workstation: Workstation, act: () => Promise<void>): Promise<void> {
  const home = await workstation.start();
  await setUpClinic(home, '1 minute');
  await touchKeyboard(workstation);
  await warningShown(workstation);
  await idleFor(workstation, 33);

  await act();
  await noWarning(workstation);
  expect(await workstation.desktop.idleMilliseconds()).toBeLessThan(15_000);

  // 62 s after the last input before the warning, and before the next warning is due.
  await idleFor(workstation, 29);
  await expectHome(home);
  await expect(button(home, 'Lock now')).toBeVisible();
  expect(await entryCount(workstation.desktop)).toBe(1);
  const account = new AccountFile(workstation.userData);
  expect(account.session()).toBeDefined();
  expect(account.audit('session.ended')).toEqual([]);
}

test('a key press during the warning keeps the session', LONG, async ({ workstation }) => {
  await stays(workstation, () => workstation.desktop.input.key('shift'));
});

test('a mouse move during the warning keeps the session', LONG, async ({ workstation }) => {
  // Away from every window of the app: input anywhere on this computer counts.
  await stays(workstation, () => workstation.desktop.input.moveMouse(3, 3));
});

test('the warning’s buttons keep the session, and end it', async ({ workstation }) => {
  const home = await workstation.start();
  await setUpClinic(home, '1 minute');
  await touchKeyboard(workstation);
  const first = await warningShown(workstation);
  await answerWarning(first, 'Stay signed in');
  await noWarning(workstation);
  await expectHome(home);

  // X has counted no input, and the session continues past the old limit.
  await idleFor(workstation, 58);
  await expect(button(home, 'Lock now')).toBeVisible();
  const second = await warningShown(workstation);
  expect(await workstation.desktop.idleMilliseconds()).toBeGreaterThan(58_000);
  await answerWarning(second, 'Sign out now');
  await expect(home.getByRole('status')).toHaveText('You signed out.');
  await expect.poll(() => entryCount(workstation.desktop)).toBe(0);
});

test(
  'a mouse on its way to a button of the warning still finds the button',
  LONG,
  async ({ workstation }, info) => {
    const home = await workstation.start();
    await setUpClinic(home, '1 minute');
    const { input } = workstation.desktop;
    await input.moveMouse(3, 3);
    const warning = await warningShown(workstation);
    const { x, y } = await warning
      .getByRole('button', { name: 'Sign out now' })
      .evaluate((found: Element) => {
        const { left, top, width, height } = found.getBoundingClientRect();
        const page = found.ownerDocument.defaultView;
        return {
          x: Math.round((page?.screenX ?? 0) + left + width / 2),
          y: Math.round((page?.screenY ?? 0) + top + height / 2),
        };
      });

    await input.moveMouse(x, y + 60);
    await expect(warning.getByRole('dialog', { name: 'You are still signed in' })).toBeVisible();
    await input.moveMouse(x, y);
    await workstation.desktop.screenshot(info.outputPath('stayed.png'));
    await input.click(x, y);
    await expectSignIn(home, 'You signed out.');
    await noWarning(workstation);
  },
);
