import { BrowserWindow, type OnHeadersReceivedListenerDetails, type WebContents } from 'electron';
import { isWebAddress } from '../../../shared/clinic-apps/site-address.js';

const CSP = 'content-security-policy';

/**
 * Runs in every document before its own scripts. An opener can write and print an empty pop-up in one turn
 * of the event loop, before anything else can run in the pop-up. So whatever opens a window also takes
 * printing from that window. `execCommand` prints without `window.print`.
 */
const WITHOUT_PRINT = `(() => {
  const withoutPrint = (target) => {
    const { Document: { prototype: documents }, open } = target;
    Object.defineProperty(target, 'print', { value: () => undefined });
    const { execCommand, open: openDocument } = documents;
    documents.execCommand = function (name, ...more) {
      return /^\\s*print\\s*$/i.test(name) ? false : execCommand.call(this, name, ...more);
    };
    const opened = (one) => {
      try {
        if (one?.window === one) withoutPrint(one);
      } catch {
        // Of another origin, and then of the network; or it was done before.
      }
      return one;
    };
    target.open = (...how) => opened(open.apply(target, how));
    documents.open = function (...how) {
      return opened(openDocument.apply(this, how));
    };
  };
  withoutPrint(window);
})()`;

/**
 * Takes `window.print` from a page that is not loaded yet, and from the frames of its process, before any
 * of their scripts runs. Electron has no switch for it. A preload could do it too, but these pages must not
 * have one.
 *
 * Load the page once this resolves, and not at all if it rejects: a page that is loaded meanwhile is faster
 * than this. Until then an empty page is there, because a page without a document cannot be asked anything;
 * going back does not lead to it.
 */
export async function forbidPrinting(contents: WebContents): Promise<void> {
  await contents.loadURL('about:blank');
  forgetEmptyPage(contents);
  await attach(contents);
}

/**
 * Like {@link forbidPrinting}, for a pop-up, which its opener loads. Its first document may be faster than
 * this: {@link withoutDialogs} covers documents from the network, and the opener itself takes printing from
 * an empty one.
 */
export function forbidPrintingSoon(contents: WebContents): void {
  // A page that goes away meanwhile prints nothing.
  attach(contents).catch(() => undefined);
}

/** Takes the empty page out of the history once the first page of the web is there. */
function forgetEmptyPage(contents: WebContents): void {
  const arrived = (_event: unknown, address: string): void => {
    if (!isWebAddress(address)) return;
    contents.off('did-navigate', arrived);
    contents.navigationHistory.clear();
  };
  contents.on('did-navigate', arrived);
}

async function attach({ debugger: protocol }: WebContents): Promise<void> {
  protocol.attach('1.3');
  await protocol.sendCommand('Page.enable');
  await protocol.sendCommand('Page.addScriptToEvaluateOnNewDocument', { source: WITHOUT_PRINT });
}

/** All that a sandbox of HTML can allow, except dialogs, which include printing. */
const NO_DIALOGS = [
  'sandbox',
  ...['downloads', 'forms', 'orientation-lock', 'pointer-lock', 'popups'],
  ...['popups-to-escape-sandbox', 'presentation', 'same-origin', 'scripts'],
  ...['storage-access-by-user-activation', 'top-navigation', 'top-navigation-to-custom-protocols'],
].join(' allow-');

/**
 * Takes printing from the frames and pop-ups of pages that {@link forbidPrinting} looks after: a frame of
 * another site has a process of its own, which {@link forbidPrinting} does not reach. Not for the pages
 * themselves, which could then no longer object to being left.
 * @returns the headers of the answer, or `null` when they stay as they are
 */
export function withoutDialogs(
  details: OnHeadersReceivedListenerDetails,
): Record<string, string[]> | null {
  const { resourceType, webContents, responseHeaders = {} } = details;
  // Compared by its window: the view of a guarded window calls itself a window, too.
  const window = webContents === undefined ? null : BrowserWindow.fromWebContents(webContents);
  const isPopUp = resourceType === 'mainFrame' && window?.webContents === webContents;
  if (resourceType !== 'subFrame' && !isPopUp) return null;
  const policies = Object.entries(responseHeaders)
    .filter(([name]) => name.toLowerCase() === CSP)
    .flatMap(([, values]) => values);
  const others = Object.entries(responseHeaders).filter(([name]) => name.toLowerCase() !== CSP);
  return { ...Object.fromEntries(others), [CSP]: [...policies, NO_DIALOGS] };
}
