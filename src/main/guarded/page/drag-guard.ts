import type { WebContents } from 'electron';
import { PROBE_WORLD } from '../../../shared/clinic-apps/page-probe.js';
import { onDocument } from './on-document.js';

/**
 * Only the page hears of a drag, so this runs in the page. Elements that the page itself makes draggable,
 * such as an appointment in a calendar, stay draggable.
 */
const LISTENER = `(event) => {
  const from = event.target?.nodeType === 1 ? event.target : event.target?.parentElement;
  if (!from?.closest('[draggable="true"]')) event.preventDefault();
}`;
/** A second call adds the same listener, which has no effect. */
const KEEP_PAGE_DRAGS = `globalThis.keepDrag ??= ${LISTENER};
addEventListener('dragstart', globalThis.keepDrag, true);`;
const KEEP_FRAME_DRAGS = `addEventListener('dragstart', ${LISTENER}, true);`;

/**
 * Selected text, links and pictures cannot be dragged out of the window: a drag would take them past the
 * rules for the clipboard.
 */
export function keepDragsWithin(contents: WebContents): void {
  // A page, or a frame, that is gone already drags nothing.
  const gone = (): void => undefined;
  // In the isolated world, where the page's own scripts cannot find it.
  onDocument(contents, () => {
    contents.executeJavaScriptInIsolatedWorld(PROBE_WORLD, [{ code: KEEP_PAGE_DRAGS }]).catch(gone);
  });
  // Electron has no isolated world for frames.
  contents.on('frame-created', (_event, { frame }) => {
    if (frame?.parent)
      frame.on('dom-ready', () => {
        frame.executeJavaScript(KEEP_FRAME_DRAGS).catch(gone);
      });
  });
}
