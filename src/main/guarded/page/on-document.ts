import type { WebContents } from 'electron';

/**
 * Calls `act` whenever a page may have a document without our scripts: a new one, or one that was written
 * anew (`document.open`, `document.write`). That removes all listeners, and no event tells of it. So `act`
 * also runs when somebody presses the mouse or touches the page. It must bear being called twice.
 */
export function onDocument(contents: WebContents, act: () => void): void {
  contents.on('dom-ready', act);
  contents.on('did-stop-loading', act);
  contents.on('input-event', (_event, { type }) => {
    if (type === 'mouseDown' || type === 'pointerDown' || type === 'touchStart') act();
  });
}
