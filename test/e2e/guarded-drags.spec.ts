import type { Locator, Page } from 'playwright/test';
import { focusWindow, openApp, openClinic, portalWith } from '../support/clinic-app-steps.js';
import { button, textBox } from '../support/people.js';
import { expect, test } from '../support/site/fixture.js';
import { PORTAL, PROVIDER } from '../support/site/hosts.mjs';
import type { Workstation } from '../support/workstation.js';

declare global {
  interface Window {
    /** How often the page received a drop. */
    dropped: number;
    /** The last position of the mouse. */
    mouse?: [number, number];
  }
}

type Place = [number, number];

const GUARDED = /^Portal · /;

/** Puts the two windows beside each other, so that one can drag into the other. */
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
 * The position of a page on the screen, found by moving the mouse into it: the bounds that Electron reports
 * for a moved window leave out the desktop's frame.
 * @param inside a place in the page
 */
async function originOf({ desktop }: Workstation, page: Page, inside: Place): Promise<Place> {
  await page.evaluate(() => {
    addEventListener('mousemove', ({ clientX, clientY }) => (window.mouse = [clientX, clientY]));
  });
  const [x, y] = inside;
  await desktop.input.moveMouse(x - 9, y - 9);
  await desktop.input.moveMouse(x, y);
  await expect.poll(() => page.evaluate(() => window.mouse !== undefined)).toBe(true);
  // Waits for the second of the two moves.
  await page.waitForTimeout(200);
  const [left, top] = await page.evaluate(() => window.mouse ?? [0, 0]);
  return [x - left, y - top];
}

/** The position of an element on the screen, near its left edge. */
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
  test(`dragging out of a guarded window ${allowed ? 'works where it is allowed' : 'does not work'}`, async ({
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

    // Dragging within a page works.
    await input.drag(
      await placeOf(siteOrigin, page.locator('#appointment')),
      await placeOf(siteOrigin, page.locator('#zone')),
    );
    await expect.poll(() => page.evaluate(() => window.dropped)).toBe(1);
  });
