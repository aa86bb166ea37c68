import { setTimeout as sleep } from 'node:timers/promises';
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import type { Page } from 'playwright/test';
import { expect, test } from '../support/app-fixture.js';
import { button, DANA, expectHome, expectSignIn, setUpClinic, textBox } from '../support/people.js';
import { pressLock } from '../support/presence.js';
import { processTree } from '../bench/process-tree.mjs';
import type { Workstation } from '../support/workstation.js';
import { LONG } from '../support/reliability.js';

/** How much is read at a time, in bytes. */
const CHUNK = 1 << 20;

interface Copies {
  readonly pid: number;
  /** What Chromium calls the process; `main` for the app itself. */
  readonly kind: string;
  readonly count: number;
}

/** In which processes of the app a text is, in the two forms in which a browser keeps texts. Only root may look. */
function copiesOf({ app }: Workstation, text: string): readonly Copies[] {
  const needles = [Buffer.from(text, 'latin1'), Buffer.from(text, 'utf16le')];
  return processTree(app.process().pid ?? 0).flatMap((pid) => {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      const kind = /--type=(\S+)/.exec(command)?.[1] ?? 'main';
      const count = countIn(pid, needles);
      return count === 0 ? [] : [{ pid, kind, count }];
    } catch {
      // It ended meanwhile.
      return [];
    }
  });
}

function countIn(pid: number, needles: readonly Buffer[]): number {
  const memory = openSync(`/proc/${pid}/mem`, 'r');
  const overlap = Math.max(...needles.map(({ length }) => length)) - 1;
  let count = 0;
  try {
    for (const [start, end] of writableAreas(pid))
      for (let at = start; at < end; at += CHUNK) {
        const chunk = readAt(memory, at, Math.min(CHUNK + overlap, end - at));
        for (const needle of needles) count += occurrences(chunk, needle);
      }
  } finally {
    closeSync(memory);
  }
  return count;
}

/** What a process wrote can only be there: areas that may be written to and are not all empty. */
function writableAreas(pid: number): readonly (readonly [number, number])[] {
  const areas = readFileSync(`/proc/${pid}/smaps`, 'utf8').matchAll(
    /^([\da-f]+)-([\da-f]+) .w(?:.|\n)*?^Rss: +(\d+) kB/gm,
  );
  return [...areas]
    .filter(([, , , rss]) => rss !== '0')
    .map(([, start = '', end = '']) => [parseInt(start, 16), parseInt(end, 16)] as const);
}

function readAt(memory: number, at: number, length: number): Buffer {
  const chunk = Buffer.alloc(length);
  try {
    return chunk.subarray(0, readSync(memory, chunk, 0, length, at));
  } catch {
    // Reserved, and nothing in it.
    return Buffer.alloc(0);
  }
}

function occurrences(chunk: Buffer, needle: Buffer): number {
  let count = 0;
  for (let at = chunk.indexOf(needle); at !== -1; at = chunk.indexOf(needle, at + 1)) count += 1;
  return count;
}

/** A text that is typed and never sent. */
const UNSENT = 'never-sent-anywhere-77';

/** The tests read another process's memory. */
const NOT_ROOT = 'Only root may look into the memory of a process that is closed to debuggers.';

/**
 * The processes that hold a text, except the app's main process: it carries the driver's commands and the
 * page's messages, and freed memory may still hold copies (docs/security.md).
 */
function pagesThatKnow(workstation: Workstation, text: string): readonly string[] {
  return copiesOf(workstation, text)
    .filter(({ kind }) => kind !== 'main')
    .map(({ kind, count }) => `${kind}: ${count}`);
}

/** Real keys: the driver's own typing would leave copies. */
async function typeSignIn({ desktop }: Workstation, page: Page, password: string): Promise<void> {
  await expect(textBox(page, 'Email')).toBeFocused();
  await desktop.input.type(DANA.email);
  await desktop.input.key('Tab');
  await desktop.input.type(password);
}

test.skip(process.platform !== 'linux' || process.getuid?.() !== 0, NOT_ROOT);

test('the page that a password was typed into is gone after the sign-in, and after the end', async ({
  workstation,
}) => {
  const page = await workstation.start();
  await setUpClinic(page);
  await expect.poll(() => pagesThatKnow(workstation, DANA.password)).toEqual([]);

  await pressLock(workstation);
  await expectSignIn(page);
  await typeSignIn(workstation, page, DANA.password);
  expect(pagesThatKnow(workstation, DANA.password)).not.toEqual([]);
  await workstation.desktop.input.key('Return');
  await expectHome(page);
  await expect.poll(() => pagesThatKnow(workstation, DANA.password)).toEqual([]);

  // Typed during the session, with the dialog open at its end.
  await button(page, 'My security').click();
  await textBox(page, 'Current password').focus();
  await workstation.desktop.input.type(UNSENT);
  // The test does not read the field: its value would pass through main to the driver.
  await expect.poll(() => pagesThatKnow(workstation, UNSENT)).not.toEqual([]);
  const before = processTree(workstation.app.process().pid ?? 0).length;
  await pressLock(workstation);
  await expectSignIn(page);
  await expect.poll(() => pagesThatKnow(workstation, UNSENT)).toEqual([]);

  // The window is the same, no other process is left, and the focus is in the first field.
  await expect(textBox(page, 'Email')).toBeFocused();
  expect(workstation.app.windows()).toEqual([page]);
  await expect
    .poll(() => processTree(workstation.app.process().pid ?? 0).length)
    .toBeLessThanOrEqual(before);
});

test(
  'a password that was typed and left at the sign-in can be neither shown, sent nor found',
  LONG,
  async ({ workstation }) => {
    test.setTimeout(300_000);
    const page = await workstation.start();
    await setUpClinic(page);
    await pressLock(workstation);
    await expectSignIn(page);
    await typeSignIn(workstation, page, UNSENT);
    await sleep(50_000);
    await expect(button(page, 'Show characters')).toBeVisible();
    await sleep(11_000);
    await expect(textBox(page, 'Password')).toHaveValue('');
    await expect(textBox(page, 'Email')).toHaveValue(DANA.email);
    await expect(page.getByText('Emptied, because nobody typed for a while.')).toBeVisible();
    await expect(button(page, 'Show characters')).toHaveCount(0);

    // A minute later the page itself is replaced, and the window is ready for the next person.
    await sleep(60_000);
    await expect(textBox(page, 'Email')).toHaveValue('');
    await expect(textBox(page, 'Email')).toBeFocused();
    await expect.poll(() => pagesThatKnow(workstation, UNSENT)).toEqual([]);
    await typeSignIn(workstation, page, DANA.password);
    await workstation.desktop.input.key('Return');
    await expectHome(page);
  },
);

test(
  'closing the window at the sign-in clears the typed password',
  LONG,
  async ({ workstation }) => {
    const page = await workstation.start();
    await setUpClinic(page);
    await pressLock(workstation);
    await expectSignIn(page);
    await typeSignIn(workstation, page, UNSENT);
    await workstation.desktop.input.key('alt+F4');
    await expect.poll(() => pagesThatKnow(workstation, UNSENT)).toEqual([]);
    await expect(textBox(page, 'Email')).toHaveValue('');
  },
);

test('a computer that locks or sleeps at the sign-in clears the typed password', async ({
  workstation,
}) => {
  const page = await workstation.start();
  await setUpClinic(page);
  await pressLock(workstation);
  for (const event of ['lock-screen', 'suspend'] as const) {
    await expectSignIn(page);
    await typeSignIn(workstation, page, UNSENT);
    await workstation.app.evaluate(({ powerMonitor }, name) => powerMonitor.emit(name), event);
    await expect.poll(() => pagesThatKnow(workstation, UNSENT)).toEqual([]);
    await expect(textBox(page, 'Email')).toHaveValue('');
  }
});
