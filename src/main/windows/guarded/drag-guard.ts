import type { WebContents, WebFrameMain } from 'electron';

/**
 * Runs beside the page's own scripts, in every frame: no other place hears of a drag. What a page itself
 * made to be moved about in it, such as an appointment in a calendar, is left to the page.
 */
const KEEP_DRAGS = `addEventListener('dragstart', (event) => {
  const from = event.target instanceof Element ? event.target : event.target?.parentElement;
  if (!from?.closest('[draggable="true"]')) event.preventDefault();
}, true);`;

/**
 * Text that is selected, links and pictures cannot be dragged out of the window: with the mouse they
 * would leave it past the clipboard.
 */
export function keepDragsWithin(contents: WebContents): void {
  const watch = (frame: WebFrameMain): void => {
    frame.on('dom-ready', () => {
      // A frame that is gone already drags nothing.
      frame.executeJavaScript(KEEP_DRAGS).catch(() => undefined);
    });
  };
  contents.on('frame-created', (_event, { frame }) => {
    // One that went at once has none any more.
    if (frame !== null) watch(frame);
  });
}
