import { setTimeout as pause } from 'node:timers/promises';
import { withXDisplay } from './with-x-display.js';
import type { XDisplay, XWindow } from './x-display.js';

/** How long a dialog may take to close before the next look, in milliseconds. */
const ROUND_MS = 30;

export interface DialogsOf {
  /** The process whose dialogs they are. */
  readonly pid: number;
  /** Its windows that are no dialogs, by their numbers in X. */
  readonly windows: () => readonly number[];
}

/**
 * Closes the dialogs of a process, such as file choosers: those of its toolkit, and those that the desktop
 * shows in a process of its own. They close as if a person had cancelled them. A dialog that stays, because
 * another one is in front of it, is hidden at once and asked again.
 *
 * @param display as in `DISPLAY`
 * @param boundMs the longest that it may take, in milliseconds
 * @returns whether none is left
 */
export async function closeXDialogs(
  display: string,
  of: DialogsOf,
  boundMs: number,
): Promise<boolean> {
  return (await withXDisplay(display, boundMs, (opened) => closeAll(opened, of))) === true;
}

async function closeAll(display: XDisplay, of: DialogsOf): Promise<true> {
  const asked = new Set<number>();
  for (;;) {
    const dialogs = dialogsAmong(await display.windows(), { ...of, own: of.windows() });
    if (dialogs.length === 0) return true;
    for (const { id } of dialogs) {
      if (asked.has(id)) display.hide(id);
      await display.askToClose(id);
      asked.add(id);
    }
    await pause(ROUND_MS);
  }
}

/**
 * The windows of the process without `own`, and all windows that belong to these or to `own`: a dialog of
 * the desktop is of another process.
 */
function dialogsAmong(
  windows: readonly XWindow[],
  { pid, own }: { readonly pid: number; readonly own: readonly number[] },
): readonly XWindow[] {
  const others = windows.filter(({ id }) => !own.includes(id));
  const found = new Set(others.filter((window) => window.pid === pid));
  const owners = new Set<number>([...own, ...[...found].map(({ id }) => id)]);
  for (let before = -1; before !== found.size;) {
    before = found.size;
    for (const window of others) {
      if (window.owner === null || !owners.has(window.owner)) continue;
      found.add(window);
      owners.add(window.id);
    }
  }
  return [...found];
}
