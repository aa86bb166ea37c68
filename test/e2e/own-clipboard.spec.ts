import { run } from '../../scripts/lib/processes.mjs';
import { expect, test } from '../support/app-fixture.js';
import { button, expectSignIn, setUpClinic } from '../support/people.js';
import { XProgram } from '../support/x-program.js';
import type { Workstation } from '../support/workstation.js';

function pasteable({ app }: Workstation): Promise<string> {
  return app.evaluate(({ clipboard }) => clipboard.readText());
}

test('what is copied in the app’s own windows goes with the session', async ({ workstation }) => {
  const home = await workstation.start();
  await setUpClinic(home);
  await button(home, 'Make an emergency kit').click();
  const dialog = home.getByRole('dialog', { name: 'Emergency kit' });
  await dialog.getByRole('button', { name: 'Make an emergency kit' }).click();
  const key = dialog.getByLabel('Recovery key');
  await key.selectText();
  await workstation.desktop.input.key('ctrl+c');
  await expect.poll(() => pasteable(workstation)).toMatch(/^[A-Z\d-]{20,}$/);

  await workstation.desktop.input.key('ctrl+l');
  await expectSignIn(home);
  await expect.poll(() => pasteable(workstation)).toBe('');
});

test('what was copied elsewhere before stays', async ({ workstation }) => {
  process.env['XAUTHORITY'] = workstation.desktop.authority;
  const home = await workstation.start();
  await setUpClinic(home);
  // Another program has the focus while something is copied there.
  const other = await XProgram.open(workstation.desktop.display);
  const focused = (): Promise<boolean> =>
    workstation.app.evaluate(({ BrowserWindow }) => BrowserWindow.getFocusedWindow() !== null);
  const activate = (title: string): Promise<unknown> =>
    run('xdotool', ['search', '--sync', '--name', title, 'windowactivate', '--sync'], {
      env: workstation.desktop.env,
    });
  await other.show({ title: 'Shopping', pid: process.pid });
  await activate('Shopping');
  await expect.poll(focused).toBe(false);
  await workstation.app.evaluate(({ clipboard }) => void clipboard.writeText('a shopping list'));
  await activate('Clinic Workstation');
  await expect.poll(focused).toBe(true);
  other.close();
  await home.waitForTimeout(700);
  await workstation.desktop.input.key('ctrl+l');
  await expectSignIn(home);
  await home.waitForTimeout(700);
  expect(await pasteable(workstation)).toBe('a shopping list');
});
