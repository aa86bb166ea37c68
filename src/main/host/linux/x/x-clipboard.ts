import type { BoardReading } from '../../process/electron-differences.js';
import { withXDisplay } from './with-x-display.js';
import type { XDisplay } from './x-display.js';
import { numbersIn } from './x-property.js';

/** X's names for what was copied, and for what is merely selected. */
export type XSelection = 'CLIPBOARD' | 'PRIMARY';

const NOTHING: BoardReading = { kinds: [], text: '' };

/**
 * Reads what another program has copied or selected. Not through Electron, which blocks the app while it
 * waits, for half a minute and more. A program that hangs would delay the end of a session, and a dialog of
 * the toolkit, which belongs to this very process, could never answer.
 *
 * @param display as in `DISPLAY`
 * @param own a window of this app
 * @param boundMs the longest that it may take, in milliseconds
 * @returns `silent` when the program did not answer in time; `null` when the content is this app's, so that
 *   reading it waits for nobody, or when X cannot say
 */
export async function readXSelection(
  display: string,
  selection: XSelection,
  own: number,
  boundMs: number,
): Promise<BoardReading | 'silent' | null> {
  const outcome = { isOther: false };
  const content = await withXDisplay(display, boundMs, async (opened) => {
    const owner = await opened.selectionOwner(selection);
    outcome.isOther = !opened.areOfOneClient(owner, own);
    return outcome.isOther && owner !== 0 ? read(opened, selection) : NOTHING;
  });
  // If the X server refuses the connection, Electron reads the clipboard.
  return outcome.isOther ? (content ?? 'silent') : null;
}

async function read(display: XDisplay, selection: XSelection): Promise<BoardReading> {
  const kinds = numbersIn(await display.convert(selection, 'TARGETS')).map(String);
  const text = await display.convert(selection, 'UTF8_STRING');
  // A long text comes as its length only: that tells it apart well enough.
  return { kinds, text: text?.data.toString('utf8') ?? '' };
}
