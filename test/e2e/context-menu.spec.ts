import type { Locator } from 'playwright/test';
import { run } from '../../scripts/lib/processes.mjs';
import { focusWindow, openApp, openClinic, PORTAL_APP } from '../support/clinic-app-steps.js';
import { button, DANA, expectSignIn, setUpClinic, textBox } from '../support/people.js';
import { expect, test } from '../support/site/fixture.js';
import { PORTAL } from '../support/site/hosts.mjs';
import type { Workstation } from '../support/workstation.js';

/** The position and the height of a window's content on the screen. */
async function contentOf({ app }: Workstation, title: RegExp) {
  return app.evaluate(({ BrowserWindow }, begins) => {
    const found = BrowserWindow.getAllWindows().find((one) =>
      new RegExp(begins).test(one.getTitle()),
    );
    if (found === undefined) throw new Error(`There is no window ${begins}.`);
    return found.getContentBounds();
  }, title.source);
}

/** The number of menus that X shows now. */
async function menusOn({ desktop: { env } }: Workstation): Promise<number> {
  const { stdout } = await run('xwininfo', ['-root', '-children'], { env });
  const ids = stdout.match(/^ +0x[0-9a-f]+/gm) ?? [];
  const shown = ids.map(async (id) => {
    const type = await run('xprop', ['-id', id.trim(), '_NET_WM_WINDOW_TYPE'], { env });
    if (!type.stdout.includes('MENU')) return [];
    const facts = await run('xwininfo', ['-id', id.trim()], { env });
    return facts.stdout.includes('IsViewable') ? [id] : [];
  });
  return (await Promise.all(shown)).flat().length;
}

/** Opens the context menu of an element with the right mouse button, as a person does. */
async function openMenu(workstation: Workstation, title: RegExp, what: Locator): Promise<void> {
  await focusWindow(workstation, title);
  // Waits until the element has stopped moving.
  await what.click({ trial: true });
  // The desktop may still move a window that has just appeared.
  await expect(async () => {
    const content = await contentOf(workstation, title);
    const box = await what.boundingBox();
    if (box === null) throw new Error('It is not on the screen.');
    // A site's page is below the bar, at the lower edge of its window.
    const pageHeight = await what.page().evaluate(() => window.innerHeight);
    await workstation.desktop.input.rightClick(
      Math.round(content.x + box.x + box.width / 2),
      Math.round(content.y + content.height - pageHeight + box.y + box.height / 2),
    );
    await expect.poll(() => menusOn(workstation), { timeout: 5_000 }).toBe(1);
  }).toPass({ timeout: 30_000 });
}

const MAIN = /^Clinic Workstation$/;
const PORTAL_WINDOW = /^Portal · /;
const COPIED = 'copied-elsewhere@harbour.example';

test('the context menu of the app’s own fields pastes, and closes with the session', async ({
  workstation,
}) => {
  const home = await workstation.start();
  await setUpClinic(home);
  await button(home, 'My security').click();
  await openMenu(workstation, MAIN, textBox(home, 'Current password'));
  await home.evaluate(() => window.clinic.lockNow({}));
  await expectSignIn(home);
  await expect.poll(() => menusOn(workstation)).toBe(0);
  await expect(textBox(home, 'Email')).toBeFocused();
  await workstation.desktop.input.type(DANA.email);
  await expect(textBox(home, 'Email')).toHaveValue(DANA.email);

  await textBox(home, 'Email').fill('');
  // One second after the end the app closes late dialogs, and menus with them. A later timer of the same
  // process ends later, however busy the computer is.
  await workstation.app.evaluate(() => new Promise((resolve) => setTimeout(resolve, 1_000)));
  await workstation.app.evaluate(({ clipboard }, text) => void clipboard.writeText(text), COPIED);
  await openMenu(workstation, MAIN, textBox(home, 'Email'));
  await workstation.desktop.screenshot(test.info().outputPath('field.png'));
  await workstation.desktop.input.key('p');
  await expect(textBox(home, 'Email')).toHaveValue(COPIED);
});

test('the context menu of a clinic app copies within its window, reloads, and closes with the session', async ({
  workstation,
  site,
}) => {
  const main = await openClinic(workstation, [PORTAL_APP]);
  const page = await openApp(workstation, PORTAL_APP);
  await page.goto(`https://${PORTAL}/clipboard`);
  const text = () => workstation.app.evaluate(({ clipboard }) => clipboard.readText());
  const { input } = workstation.desktop;

  const field = page.getByRole('textbox').first();
  await field.selectText();
  await openMenu(workstation, PORTAL_WINDOW, field);
  await workstation.desktop.screenshot(test.info().outputPath('selection.png'));
  await input.key('c');
  await expect.poll(text).toMatch(/^text-that-was-copied/);
  await focusWindow(workstation, MAIN);
  await expect.poll(text).toBe('');

  const asked = site.asked(PORTAL, '/clipboard').length;
  await openMenu(workstation, PORTAL_WINDOW, page.locator('html'));
  await input.key('r');
  await expect.poll(() => site.asked(PORTAL, '/clipboard').length).toBe(asked + 1);

  await openMenu(workstation, PORTAL_WINDOW, page.locator('html'));
  await button(main, 'Lock now').click();
  await expectSignIn(main);
  await expect.poll(() => menusOn(workstation)).toBe(0);
  await expect(textBox(main, 'Email')).toBeFocused();
  await input.type(DANA.email);
  await expect(textBox(main, 'Email')).toHaveValue(DANA.email);
});
