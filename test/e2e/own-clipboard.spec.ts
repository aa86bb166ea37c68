import { expect, test } from '../support/app-fixture.js';
import { copyElsewhere } from '../support/elsewhere.js';
import { button, confirmItsYou, expectSignIn, setUpClinic } from '../support/people.js';
import type { Workstation } from '../support/workstation.js';
import { LONG } from '../support/reliability.js';

function pasteable({ app }: Workstation): Promise<string> {
  return app.evaluate(({ clipboard }) => clipboard.readText());
}

test('text copied in the app’s own windows is cleared with the session', async ({
  workstation,
}) => {
  const home = await workstation.start();
  await setUpClinic(home);
  await button(home, 'Make an emergency kit').click();
  const dialog = home.getByRole('dialog', { name: 'Emergency kit' });
  await dialog.getByRole('button', { name: 'Make an emergency kit' }).click();
  await confirmItsYou(home);
  const key = dialog.getByLabel('Recovery key');
  await key.selectText();
  await workstation.desktop.input.key('ctrl+c');
  await expect.poll(() => pasteable(workstation)).toMatch(/^[A-Z\d-]{20,}$/);

  await workstation.desktop.input.key('ctrl+l');
  await expectSignIn(home);
  await expect.poll(() => pasteable(workstation)).toBe('');
});

test('text copied elsewhere before stays', LONG, async ({ workstation }) => {
  const home = await workstation.start();
  await setUpClinic(home);
  await copyElsewhere(workstation, 'a shopping list');
  await home.waitForTimeout(700);
  await workstation.desktop.input.key('ctrl+l');
  await expectSignIn(home);
  await home.waitForTimeout(700);
  expect(await pasteable(workstation)).toBe('a shopping list');
});
