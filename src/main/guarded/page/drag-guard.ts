import type { WebContents } from 'electron';
import { PROBE_WORLD } from '../../../shared/clinic-apps/page-probe.js';
import { onDocument } from './on-document.js';

/**
 * No other place than a page hears of a drag. What the page itself made to be moved about in it, such as
 * an appointment in a calendar, is left to it.
 */
const LISTENER = `(event) => {
  const from = event.target?.nodeType === 1 ? event.target : event.target?.parentElement;
  if (!from?.closest('[draggable="true"]')) event.preventDefault();
}`;
/** Of one listener a second call adds none. */
const KEEP_PAGE_DRAGS = `globalThis.keepDrag ??= ${LISTENER};
addEventListener('dragstart', globalThis.keepDrag, true);`;
const KEEP_FRAME_DRAGS = `addEventListener('dragstart', ${LISTENER}, true);`;

/**
 * Text that is selected, links and pictures cannot be dragged out of the window: with the mouse they
 * would leave it past the clipboard.
 */
export function keepDragsWithin(contents: WebContents): void {
  // A page, or a frame, that is gone already drags nothing.
  const gone = (): void => undefined;
  // Where the page's own scripts find nothing of it.
  onDocument(contents, () => {
    contents.executeJavaScriptInIsolatedWorld(PROBE_WORLD, [{ code: KEEP_PAGE_DRAGS }]).catch(gone);
  });
  // Frames have no such place.
  contents.on('frame-created', (_event, { frame }) => {
    if (frame?.parent)
      frame.on('dom-ready', () => {
        frame.executeJavaScript(KEEP_FRAME_DRAGS).catch(gone);
      });
  });
}
