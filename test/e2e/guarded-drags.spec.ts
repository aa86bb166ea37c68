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
    mouse?: [number, number] | undefined;
    /** What the page has heard of the mouse lately. */
    mouseEvents: string[];
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
  const mouse = () => page.evaluate(() => window.mouse ?? null);
  await desktop.input.moveMouse(x - 9, y - 9);
  await expect.poll(mouse).not.toBeNull();
  await page.evaluate(() => (window.mouse = undefined));
  await desktop.input.moveMouse(x, y);
  await expect.poll(mouse).not.toBeNull();
  const [left, top] = (await mouse()) ?? [0, 0];
  return [x - left, y - top];
}

const OF_THE_MOUSE = ['mousedown', 'mousemove', 'mouseup', 'dragstart', 'dragover', 'dragend'];

/**
 * A target is asked at each move, and its answer takes effect at the next one: after so many it has
 * said that it takes what is dragged.
 */
const ENOUGH_MOVES = 3;

/** From now on a page and its frames take note of what they hear of the mouse. */
async function listenToMouse(page: Page): Promise<void> {
  for (const frame of page.frames())
    await frame.evaluate((types) => {
      window.mouseEvents = [];
      for (const type of types) addEventListener(type, () => window.mouseEvents.push(type), true);
    }, OF_THE_MOUSE);
}

async function heardBy(page: Page): Promise<readonly string[]> {
  const each = page.frames().map((frame) => frame.evaluate(() => window.mouseEvents));
  return (await Promise.all(each)).flat();
}

async function forgetHeard(...pages: readonly Page[]): Promise<void> {
  for (const page of pages)
    for (const frame of page.frames()) await frame.evaluate(() => (window.mouseEvents = []));
}

/**
 * Drags with the mouse, as a person does, who sees what happens: each step waits until the pages have
 * heard of the one before.
 * @returns whether something was dragged; else the mouse only went there with its button held
 */
async function drag(
  { desktop: { input } }: Workstation,
  from: { readonly page: Page; readonly place: Place },
  to: { readonly page: Page; readonly place: Place },
): Promise<boolean> {
  await forgetHeard(from.page, to.page);
  await input.moveMouse(...from.place);
  await input.pressButton();
  await expect.poll(() => heardBy(from.page)).toContain('mousedown');
  const [x, y] = from.place;
  // A drag begins some pixels after the press.
  await input.moveMouse(x + 4, y + 2);
  await input.moveMouse(x + 24, y + 8);
  await expect.poll(() => heardBy(from.page)).toContain('dragstart');

  await forgetHeard(from.page, to.page);
  let step = 0;
  await expect(async () => {
    step = (step + 1) % 4;
    await input.moveMouse(to.place[0] + step, to.place[1]);
    const moved = (await heardBy(from.page)).includes('mousemove');
    const asked = (await heardBy(to.page)).filter((type) => type === 'dragover').length;
    expect(moved || asked >= ENOUGH_MOVES).toBe(true);
  }).toPass();

  await input.releaseButton();
  const end = async () => (await heardBy(from.page)).find((type) => /mouseup|dragend/.test(type));
  await expect.poll(end).toBeDefined();
  return (await end()) === 'dragend';
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
    const siteOrigin = await originOf(workstation, page, [300, 500]);
    const mainOrigin = await originOf(workstation, main, [1_000, 500]);
    for (const one of [page, main]) await listenToMouse(one);
    const from = async (what: Locator) => ({ page, place: await placeOf(siteOrigin, what) });
    const dragged: string[] = [];

    for (const [name, what] of [
      ['text', page.locator('#text')],
      ['link', page.locator('#link')],
      ['picture', page.locator('#picture')],
      ['frame', frame],
    ] as const) {
      if (name === 'text' || name === 'frame') await what.selectText();
      const to = { page: main, place: await placeOf(mainOrigin, target) };
      if (await drag(workstation, await from(what), to)) dragged.push(name);
      await expect(target).toHaveValue(dragged.includes(name) ? /Patient-4711/ : '');
      await target.fill('');
    }
    await workstation.desktop.screenshot(test.info().outputPath('beside.png'));
    expect(dragged).toEqual(allowed ? ['text', 'link', 'picture', 'frame'] : []);
    expect(site.asked(PROVIDER, '/drags-frame')).toHaveLength(1);

    // Dragging within a page works.
    const within = await drag(
      workstation,
      await from(page.locator('#appointment')),
      await from(page.locator('#zone')),
    );
    expect(within).toBe(true);
    await expect.poll(() => page.evaluate(() => window.dropped)).toBe(1);
  });
