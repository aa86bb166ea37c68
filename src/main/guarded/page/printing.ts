import { BrowserWindow, type OnHeadersReceivedListenerDetails, type WebContents } from 'electron';
import { isWebAddress } from '../../../shared/clinic-apps/site-address.js';

const CSP = 'content-security-policy';

/**
 * Runs in every document before its own scripts. An empty pop-up can be written and printed by its
 * opener in one turn, before anything else could be asked of it: so what opens windows takes their
 * printing as well. `execCommand` prints past `window.print`.
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
 * Takes `window.print` from a page that is not loaded yet, and from the frames of its process, before
 * any of their scripts runs. Electron has no switch for it, and a preload, which could do it too, is
 * what these pages must not have.
 *
 * Load the page once this resolves, and not at all if it rejects: a page that is loaded meanwhile is
 * faster than this. An empty one is there until then, as nothing can be asked of a page without a
 * document; going back does not lead to it.
 */
export async function forbidPrinting(contents: WebContents): Promise<void> {
  await contents.loadURL('about:blank');
  forgetEmptyPage(contents);
  await attach(contents);
}

/**
 * Like {@link forbidPrinting}, for a pop-up, which its opener loads. Its first document may be
 * faster than this: {@link withoutDialogs} is for those of the network, and of an empty one its opener
 * has taken it.
 */
export function forbidPrintingSoon(contents: WebContents): void {
  attach(contents).catch(ignore);
}

/** Going back leads to no page before the first one of the web. */
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

/** All that a sandbox of HTML can allow, but for dialogs, among which it counts printing. */
const NO_DIALOGS = [
  'sandbox',
  ...['downloads', 'forms', 'orientation-lock', 'pointer-lock', 'popups'],
  ...['popups-to-escape-sandbox', 'presentation', 'same-origin', 'scripts'],
  ...['storage-access-by-user-activation', 'top-navigation', 'top-navigation-to-custom-protocols'],
].join(' allow-');

/**
 * Takes printing from the frames and pop-ups of pages that {@link forbidPrinting} looks after: a
 * frame of another site has a process of its own, which that does not reach. Not for pages
 * themselves, which could then no longer object to being left.
 * @returns the headers of the answer, or `null` when they stay as they are
 */
export function withoutDialogs(
  details: OnHeadersReceivedListenerDetails,
): Record<string, string[]> | null {
  const { resourceType, webContents, responseHeaders = {} } = details;
  // By its window: the view of a guarded window says of itself that it is one, too.
  const window = webContents === undefined ? null : BrowserWindow.fromWebContents(webContents);
  const isPopUp = resourceType === 'mainFrame' && window?.webContents === webContents;
  if (resourceType !== 'subFrame' && !isPopUp) return null;
  const policies = Object.entries(responseHeaders)
    .filter(([name]) => name.toLowerCase() === CSP)
    .flatMap(([, values]) => values);
  const others = Object.entries(responseHeaders).filter(([name]) => name.toLowerCase() !== CSP);
  return { ...Object.fromEntries(others), [CSP]: [...policies, NO_DIALOGS] };
}

/** A page that goes away meanwhile prints nothing. */
function ignore(): void {
  return undefined;
}
