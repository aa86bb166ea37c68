import { setTimeout as sleep } from 'node:timers/promises';
import { expect, type Locator, type Page } from 'playwright/test';
import { button, openSettings, type Person, textBox } from './people.js';
import type { Workstation } from './workstation.js';

export const PIN = '804613';

/** The pause between two keys of a reader, in milliseconds. */
const READER_PAUSE_MS = 5;
/** Of a person who types fast: fifteen keys a second. */
const PERSON_PAUSE_MS = 65;
/**
 * How long a hand takes to bring the badge back, in milliseconds. Without this pause a test is quicker than the app expects: it
 * takes keys within 35 ms of a tap for the rest of that tap.
 */
const HAND_PAUSE_MS = 500;

/** Holds a badge to a reader, which types what is on it, and Enter. */
export async function tap({ desktop }: Workstation, badge: string): Promise<void> {
  await desktop.input.type(`${badge}\n`, READER_PAUSE_MS);
}

export async function typeAsPerson({ desktop }: Workstation, text: string): Promise<void> {
  await desktop.input.type(text, PERSON_PAUSE_MS);
}

/** Types a PIN and presses Enter. */
export async function typePin(workstation: Workstation, pin: string): Promise<void> {
  await typeAsPerson(workstation, pin);
  await workstation.desktop.input.key('Return');
}

/** Turns quick sign-in on in the settings window, which stays open. */
export async function allowQuickSignIn(workstation: Workstation): Promise<Page> {
  const settings = await openSettings(workstation);
  await settings.getByRole('switch', { name: 'Quick sign-in by badge and PIN' }).check();
  await button(settings, 'Save changes').click();
  await expect(settings.getByRole('status')).toHaveText('Saved');
  return settings;
}

/** Sets up a badge under My security, as the member who is signed in. */
export async function setUpBadge(
  workstation: Workstation,
  home: Page,
  person: Person,
  badge: string,
): Promise<void> {
  await button(home, 'My security').click();
  await button(home, 'Set up quick sign-in').click();
  await tryBadge(workstation, home, person, badge);
  await expect(button(home, 'Remove badge')).toBeVisible();
  await home.keyboard.press('Escape');
}

/** The steps of the set-up, from the password on; what comes then is the test's to expect. */
export async function tryBadge(
  workstation: Workstation,
  home: Page,
  person: Person,
  badge: string,
): Promise<void> {
  await textBox(home, 'Password').fill(person.password);
  await button(home, 'Continue').click();
  await expect(home.getByText('Hold your badge to the reader.')).toBeVisible();
  await tapUntil(workstation, badge, home.getByText('Hold it to the reader once more.'));
  await sleep(HAND_PAUSE_MS);
  await tapUntil(workstation, badge, textBox(home, 'PIN'));
  await textBox(home, 'PIN').fill(PIN);
  await textBox(home, 'Confirm PIN').fill(PIN);
  await button(home, 'Turn on').click();
}

/** The view after a tap of a badge that is kept here. */
export async function expectWelcomeBack(page: Page, person: Person): Promise<void> {
  await expect(page.getByRole('heading', { name: 'Welcome back' })).toBeVisible();
  await expect(page.getByText(person.name)).toBeVisible();
  await expect(textBox(page, 'PIN')).toBeFocused();
}

/** Taps until the PIN is asked for. */
export async function tapUntilKnown(
  workstation: Workstation,
  page: Page,
  badge: string,
): Promise<void> {
  await tapUntil(workstation, badge, textBox(page, 'PIN').and(page.locator(':focus')));
}

/** Taps again until it is read: a busy computer of the tests types with pauses that no reader makes. */
async function tapUntil(workstation: Workstation, badge: string, then: Locator): Promise<void> {
  await expect(async () => {
    await tap(workstation, badge);
    await shown(then, 10_000);
  }).toPass();
}

/** Looks every 20 ms. Playwright's own looks soon come a second apart, which would be measured with the app. */
export async function shown(what: Locator, timeoutMs = 40_000): Promise<void> {
  await expect.poll(() => what.isVisible(), { intervals: [20], timeout: timeoutMs }).toBe(true);
}

export async function expectUnknownBadge(page: Page): Promise<void> {
  await expect(page.getByRole('alert')).toHaveText(
    'This badge can’t be used here now. Sign in with your password.',
  );
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
}
