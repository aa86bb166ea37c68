import type { BoardReading } from '../../process/electron-differences.js';
import { withXDisplay } from './with-x-display.js';
import type { XDisplay } from './x-display.js';
import { numbersIn } from './x-property.js';

/** What X calls what was copied, and what is merely selected. */
export type XSelection = 'CLIPBOARD' | 'PRIMARY';

const NOTHING: BoardReading = { kinds: [], text: '' };

/**
 * What another program has copied, or has selected. Asked here because Electron waits for the answer
 * without doing anything else, for half a minute and more: a program that hangs would hold up the end
 * of a session, and one of the toolkit's own dialogs, which is this very process, can't answer at all.
 *
 * @param display as in `DISPLAY`
 * @param own a window of this app
 * @param boundMs the longest that it may take, in milliseconds
 * @returns `silent` when it did not say so in time; `null` when it is of this app, so that reading it waits for nobody, or when X can't say
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
  // A server that lets nobody in is Electron's to ask.
  return outcome.isOther ? (content ?? 'silent') : null;
}

async function read(display: XDisplay, selection: XSelection): Promise<BoardReading> {
  const kinds = numbersIn(await display.convert(selection, 'TARGETS')).map(String);
  const text = await display.convert(selection, 'UTF8_STRING');
  // A long text comes as the announcement of its length: that tells it apart well enough.
  return { kinds, text: text?.data.toString('utf8') ?? '' };
}
