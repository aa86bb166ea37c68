import { setTimeout as sleep } from 'node:timers/promises';
import { expect, type Page } from 'playwright/test';
import { AccountFile } from './account-file.js';
import { entryCount } from './keychain.js';
import { button, CLINIC, DANA, expectHome, textBox } from './people.js';
import type { Workstation } from './workstation.js';

/*
 * The main job as one person plays it on any desktop, by real keys alone: where a window lies on the
 * screen is nothing that a Wayland program can know.
 */

const WARNING = 'Are you still there?';

/** How often somebody presses a key while at work. */
const KEY_EVERY_MS = 400;

/**
 * Sets the clinic up with a limit of one minute, typed on the desktop's keyboard.
 * @param hurdle what the keychain wants first, once `Create clinic` was pressed
 */
export async function setUpByKeyboard(
  { app, desktop }: Workstation,
  page: Page,
  hurdle: () => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  await expect(page.getByRole('heading', { name: 'Set up your clinic' })).toBeVisible();
  // The desktop gives the keyboard to a window some time after it shows it.
  const hasKeyboard = ({ BrowserWindow }: typeof import('electron')): boolean =>
    BrowserWindow.getFocusedWindow() !== null;
  await expect.poll(() => app.evaluate(hasKeyboard)).toBe(true);
  const fields = {
    'Clinic name': CLINIC,
    'Your name': DANA.name,
    Email: DANA.email,
    Password: DANA.password,
    'Confirm password': DANA.password,
  };
  for (const [name, text] of Object.entries(fields)) {
    await textBox(page, name).focus();
    await desktop.input.type(text);
    await expect(textBox(page, name)).toHaveValue(text);
  }
  const limit = page.getByRole('combobox', { name: 'Automatic session timeout' });
  await limit.focus();
  await desktop.input.key('Down');
  await expect(page.getByRole('listbox')).toBeVisible();
  await desktop.input.type('1 m');
  await desktop.input.key('Return');
  await expect(limit).toHaveText('1 minute');
  await button(page, 'Create clinic').focus();
  await desktop.input.key('Return');
  await hurdle();
  await expectHome(page);
}

/** What happened to somebody who worked. Seconds from the beginning of the work. */
export interface Work {
  readonly seconds: number;
  readonly warnedAt: readonly number[];
  readonly lostAt: number | null;
  readonly typed: number;
  readonly arrived: number;
}

/** Types into the app itself, and looks whether it interferes, where the desktop tells nothing of other programs. */
export async function workInApp(
  workstation: Workstation,
  home: Page,
  seconds: number,
): Promise<Work> {
  const press = (): Promise<void> => workstation.desktop.input.key('Tab');
  const seen = await watchWork(workstation, home, { seconds, press });
  return { ...seen, typed: 0, arrived: 0 };
}

/** A key every 0.4 seconds. */
export async function watchWork(
  workstation: Workstation,
  home: Page,
  { seconds, press }: { readonly seconds: number; readonly press: () => Promise<void> },
): Promise<Pick<Work, 'seconds' | 'warnedAt' | 'lostAt'>> {
  const startedAt = performance.now();
  const passed = (): number => Math.round((performance.now() - startedAt) / 1_000);
  const warnedAt: number[] = [];
  let lostAt: number | null = null;
  let wasWarned = false;
  while (passed() < seconds && lostAt === null) {
    const keyAt = performance.now();
    await press();
    const warned = await isWarned(workstation);
    if (warned && !wasWarned) warnedAt.push(passed());
    wasWarned = warned;
    if (await button(home, 'Lock now').isHidden()) lostAt = passed();
    await sleep(Math.max(0, keyAt + KEY_EVERY_MS - performance.now()));
  }
  return { seconds, warnedAt, lostAt };
}

/** How a session ended after everybody had gone. Milliseconds since the last input; `null`: never. */
export interface End {
  readonly warnedMs: number | null;
  readonly hiddenMs: number | null;
  readonly emptyMs: number | null;
  /** After the limit, as the audit trail has it, in milliseconds. */
  readonly latenessMs: number | null;
  /** What the main window said about it. */
  readonly reason: string | null;
}

export interface Pictures {
  readonly warning: string;
  readonly locked: string;
}

/** How long the warning, and after it the end, is waited for. In milliseconds. */
const WARNED_WITHIN_MS = 50_000;
const ENDED_WITHIN_MS = 110_000;

/**
 * Nobody touches anything any more: the warning, the end, the keychain.
 * @param leave what somebody does who goes, where that ends the session by itself
 */
export async function walkAway(
  workstation: Workstation,
  home: Page,
  pictures: Pictures,
  leave?: () => void,
): Promise<End> {
  const { desktop } = workstation;
  await desktop.input.key('shift');
  const goneAt = performance.now();
  const when = async (isSo: () => Promise<boolean>, boundMs: number): Promise<number | null> => {
    while (!(await isSo())) {
      if (performance.now() - goneAt > boundMs) return null;
      await sleep(25);
    }
    return Math.round(performance.now() - goneAt);
  };
  leave?.();
  let warnedMs: number | null = null;
  if (leave === undefined) {
    warnedMs = await when(() => isWarned(workstation), WARNED_WITHIN_MS);
    await sleep(1_000);
    await desktop.screenshot(pictures.warning);
  }
  const signIn = home.getByRole('heading', { name: 'Sign in' });
  const hiddenMs = await when(() => signIn.isVisible(), ENDED_WITHIN_MS);
  if (hiddenMs === null)
    return { warnedMs, hiddenMs, emptyMs: null, latenessMs: null, reason: null };
  const isEmpty = async (): Promise<boolean> => (await entryCount(desktop)) === 0;
  const emptyMs = await when(isEmpty, ENDED_WITHIN_MS + 10_000);
  const reason = await home.getByRole('status').innerText();
  await sleep(500);
  await desktop.screenshot(pictures.locked);
  const ended = new AccountFile(workstation.userData).audit('session.ended').at(-1);
  const { cause, wipe, lateness_ms: latenessMs } = ended ?? {};
  const expected = leave === undefined ? 'idle' : 'screenLock';
  expect({ cause, wipe }).toEqual({ cause: expected, wipe: 'done' });
  return { warnedMs, hiddenMs, emptyMs, latenessMs: Number(latenessMs), reason };
}

/** Whether the warning is on the screen, and not only being made ready. */
export function isWarned({ app }: Workstation): Promise<boolean> {
  return app.evaluate(
    ({ BrowserWindow }, title) =>
      BrowserWindow.getAllWindows().some(
        (window) => window.getTitle() === title && window.isVisible(),
      ),
    WARNING,
  );
}
