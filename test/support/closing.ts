import { expect, type Locator, type Page } from 'playwright/test';

/** What Playwright says of a page that closed before it answered. */
const CLOSED = 'Target page, context or browser has been closed';

/**
 * Does something that makes the app close this very page, and waits until it has closed. The page may be
 * gone before it answers, which is no fault.
 * @throws when the page stays open, and whatever else goes wrong
 */
export async function thatCloses(page: Page, act: () => Promise<unknown>): Promise<void> {
  expect(page.isClosed(), 'the page is open').toBe(false);
  try {
    await act();
  } catch (error) {
    if (!String(error).includes(CLOSED)) throw error;
  }
  await expect.poll(() => page.isClosed(), 'the page closes').toBe(true);
}

/** A click that makes the app close the page that is clicked. */
export async function clickThatCloses(locator: Locator): Promise<void> {
  await thatCloses(locator.page(), () => locator.click());
}
