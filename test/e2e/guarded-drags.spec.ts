import type { Locator, Page } from 'playwright/test';
import { focusWindow, openApp, openClinic, portalWith } from '../support/clinic-app-steps.js';
import { button, textBox } from '../support/people.js';
import { expect, test } from '../support/site/fixture.js';
import { PORTAL, PROVIDER } from '../support/site/hosts.mjs';
import type { Workstation } from '../support/workstation.js';

declare global {
  interface Window {
    /** How often something was dropped where the page takes it. */
    dropped: number;
    /** Where the mouse was last. */
    mouse?: [number, number];
  }
}

type Place = [number, number];

const GUARDED = /^Portal · /;

/** Puts the two windows beside each other, so that one can be dragged into from the other. */
async function placeBesideEachOther({ app }: Workstation): Promise<void> {
  await app.evaluate(({ BrowserWindow, screen }) => {
    const { width, height } = screen.getPrimaryDisplay().workAreaSize;
    const half = Math.floor(width / 2);
    for (const window of BrowserWindow.getAllWindows())
      window.setBounds({
        ...{ width: half, height: height - 60, y: 30 },
        x: window.getTitle() === 'Clinic Workstation' ? half : 0,
      });
  });
}

/**
 * Where a page begins on the screen, by what it says of a mouse that is moved into it: what Electron
 * says of a window that was moved leaves the desktop's frame out.
 * @param inside somewhere in the page
 */
async function originOf({ desktop }: Workstation, page: Page, inside: Place): Promise<Place> {
  await page.evaluate(() => {
    addEventListener('mousemove', ({ clientX, clientY }) => (window.mouse = [clientX, clientY]));
  });
  const [x, y] = inside;
  await desktop.input.moveMouse(x - 9, y - 9);
  await desktop.input.moveMouse(x, y);
  await expect.poll(() => page.evaluate(() => window.mouse !== undefined)).toBe(true);
  // The last one of the two moves.
  await page.waitForTimeout(200);
  const [left, top] = await page.evaluate(() => window.mouse ?? [0, 0]);
  return [x - left, y - top];
}

/** Where something is on the screen, not far from its left edge. */
async function placeOf([left, top]: Place, what: Locator): Promise<Place> {
  const box = await what.boundingBox();
  if (box === null) throw new Error('It is not on the screen.');
  return [
    Math.round(left + box.x + Math.min(20, box.width / 2)),
    Math.round(top + box.y + box.height / 2),
  ];
}

for (const [permissions, allowed] of [
  [[], false],
  [['clipboardOut'], true],
] as const)
  test(`what is dragged out of a guarded window ${allowed ? 'gets out where that is allowed' : 'stays in it'}`, async ({
    workstation,
    site,
  }) => {
    const main = await openClinic(workstation, [portalWith(...permissions)]);
    const page = await openApp(workstation, portalWith(...permissions));
    await page.goto(`https://${PORTAL}/drags`);
    await button(main, 'My security').click();
    const target = textBox(main, 'Current password');
    await placeBesideEachOther(workstation);
    await focusWindow(workstation, GUARDED);
    const frame = page.frameLocator('iframe').locator('#text');
    await expect(frame).toBeVisible();
    const { input } = workstation.desktop;
    const siteOrigin = await originOf(workstation, page, [300, 500]);
    const mainOrigin = await originOf(workstation, main, [1_000, 500]);
    const dragged: string[] = [];

    for (const [name, what] of [
      ['text', page.locator('#text')],
      ['link', page.locator('#link')],
      ['picture', page.locator('#picture')],
      ['frame', frame],
    ] as const) {
      if (name === 'text' || name === 'frame') await what.selectText();
      await input.drag(await placeOf(siteOrigin, what), await placeOf(mainOrigin, target));
      await page.waitForTimeout(500);
      if ((await target.inputValue()) !== '') dragged.push(name);
      await target.fill('');
    }
    await workstation.desktop.screenshot(test.info().outputPath('beside.png'));
    expect(dragged).toEqual(allowed ? ['text', 'link', 'picture', 'frame'] : []);
    expect(site.asked(PROVIDER, '/drags-frame')).toHaveLength(1);

    // What a page made to be moved about in it moves.
    await input.drag(
      await placeOf(siteOrigin, page.locator('#appointment')),
      await placeOf(siteOrigin, page.locator('#zone')),
    );
    await expect.poll(() => page.evaluate(() => window.dropped)).toBe(1);
  });
