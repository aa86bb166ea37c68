import { setTimeout as sleep } from 'node:timers/promises';
import { expect, type Page } from 'playwright/test';
import { thatCloses } from './closing.js';
import { pressUntouched } from './people.js';
import type { Workstation } from './workstation.js';

/** The last thing that somebody does here: a key that types nothing. */
export async function touchKeyboard(workstation: Workstation): Promise<void> {
  await workstation.desktop.input.key('shift');
}

/** Waits until nobody has touched this computer for so long, as X counts it. */
export async function idleFor(workstation: Workstation, seconds: number): Promise<void> {
  for (;;) {
    const leftMs = seconds * 1_000 - (await workstation.desktop.idleMilliseconds());
    if (leftMs <= 0) return;
    await sleep(Math.min(leftMs, 1_000));
  }
}

/** Waits until the warning is on the screen. @returns its window */
export async function warningShown(workstation: Workstation): Promise<Page> {
  const warning = await workstation.windowWithTitle('Are you still there?', 70_000);
  // Made ready, hidden and empty, a few seconds before it is shown.
  await expect(warning.getByRole('alertdialog', { name: 'Are you still there?' })).toBeVisible();
  return warning;
}

/**
 * Presses a button of the warning, which closes it. A press by mouse or keyboard counts as activity, and the
 * warning would close before that press is complete.
 */
export async function answerWarning(
  warning: Page,
  name: 'Stay signed in' | 'Sign out now',
): Promise<void> {
  await thatCloses(warning, () => pressUntouched(warning, name));
}

export async function noWarning(workstation: Workstation): Promise<void> {
  await expect
    .poll(async () => (await workstation.windowsWithTitle('Are you still there?')).length)
    .toBe(0);
}

/**
 * The one-minute limit passes, watched by the sign-in view: still a session at 55 s, none soon after.
 * How soon is measured by the bench; here the machine is busy with other tests.
 */
export async function minutePasses(workstation: Workstation, home: Page): Promise<void> {
  await idleFor(workstation, 55);
  await expect(home.getByRole('button', { name: 'Lock now' })).toBeVisible();
  await expect(home.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  expect(await workstation.desktop.idleMilliseconds()).toBeLessThan(75_000);
}

/** The shortcut for `Lock now`, by real keys. */
export async function pressLock(workstation: Workstation): Promise<void> {
  await workstation.desktop.input.key('ctrl+l');
}
