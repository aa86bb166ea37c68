import type { WebContents } from 'electron';

/**
 * Calls `act` whenever a page may have a document that knows nothing of ours: a new one, or one that was
 * written anew (`document.open`, `document.write`), which takes all listeners away and is told by nobody.
 * So the moment before somebody uses the mouse counts too. `act` must bear being called twice.
 */
export function onDocument(contents: WebContents, act: () => void): void {
  contents.on('dom-ready', act);
  contents.on('did-stop-loading', act);
  contents.on('input-event', (_event, { type }) => {
    if (type === 'mouseDown' || type === 'pointerDown' || type === 'touchStart') act();
  });
}
