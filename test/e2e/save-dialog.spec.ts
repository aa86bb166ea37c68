import { expect, test } from '../support/app-fixture.js';
import { focusWindow } from '../support/clinic-app-steps.js';
import { FakeDesktopServices } from '../support/fake-desktop-services.js';
import {
  button,
  confirmItsYou,
  DANA,
  expectSignIn,
  setUpClinic,
  textBox,
} from '../support/people.js';
import { windowsOnScreen } from '../support/site/what-is-left.js';

test('a dialog for saving on the main window closes when the session ends, and the window takes keys again', async ({
  workstation,
}) => {
  const { desktop } = workstation;
  const services = await FakeDesktopServices.open(desktop.env['DBUS_SESSION_BUS_ADDRESS'] ?? '');
  const home = await workstation.start();
  await setUpClinic(home);
  await button(home, 'Make an emergency kit').click();
  const kit = home.getByRole('dialog', { name: 'Emergency kit' });
  await kit.getByRole('button', { name: 'Make an emergency kit' }).click();
  await confirmItsYou(home);
  await kit.getByRole('button', { name: 'Save…' }).click();
  await expect.poll(() => windowsOnScreen(workstation)).toContain('Save a copy');

  // While the dialog is open its window gets no keys, so the computer's lock ends the session.
  services.logind.session('Lock');
  await expectSignIn(home, 'You were signed out because this computer was locked.');
  await expect.poll(() => windowsOnScreen(workstation)).toEqual(['Clinic Workstation']);
  services.logind.session('Unlock');

  await focusWindow(workstation, /^Clinic Workstation$/);
  await expect(textBox(home, 'Email')).toBeFocused();
  await desktop.input.type(DANA.email);
  await expect(textBox(home, 'Email')).toHaveValue(DANA.email);
  services.close();
});
