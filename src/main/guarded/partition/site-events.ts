import type { WebContents } from 'electron';
import { isWebAddress } from '../../../shared/clinic-apps/site-address.js';
import type { Bar } from '../bar.js';
import { onDocument } from '../page/on-document.js';
import type { SiteControls } from '../page/site-controls.js';

export interface SiteListener {
  /** Another page is there. */
  readonly onArrived: (address: string) => void;
  /** There may be another document. Also called when there is none. */
  readonly onReady: () => void;
  /** The page objects to being left. Returns whether it is left all the same. */
  readonly onObjection: () => boolean;
  /** The page was closed, perhaps by itself. */
  readonly onGone: () => void;
}

/** Listens to what happens to the page of a guarded window, and shows it in the bar. */
export function listenToSite(
  site: WebContents,
  { bar, controls }: { readonly bar: Bar; readonly controls: SiteControls },
  listener: SiteListener,
): void {
  onDocument(site, listener.onReady);
  site.on('did-start-loading', () => bar.refresh());
  site.on('did-stop-loading', () => bar.refresh());
  site.on('did-navigate', (_event, url) => {
    // Other addresses are Chromium's own error pages, which `did-fail-load` has told of.
    if (isWebAddress(url)) listener.onArrived(url);
  });
  site.on('did-navigate-in-page', (_event, url, isMainFrame) => {
    if (isMainFrame && isWebAddress(url)) listener.onArrived(url);
  });
  site.on('did-fail-load', (_event, code, detail, url, isMainFrame) => {
    if (!isMainFrame || isStoppedByUs(code)) return;
    const why = isCertificateError(code) ? 'certificate' : 'unreachable';
    controls.address = url;
    bar.change({ page: { state: 'failed', why, detail } });
  });
  site.on('render-process-gone', () => bar.change({ page: { state: 'crashed' } }));
  site.on('unresponsive', () => bar.change({ page: { state: 'hung' } }));
  site.on('responsive', () => bar.change({ page: { state: 'shown' } }));
  site.on('found-in-page', (_event, { activeMatchOrdinal, matches }) =>
    bar.change({ found: { active: activeMatchOrdinal, matches } }),
  );
  site.on('destroyed', listener.onGone);
  // The page keeps its place in our window.
  site.on('content-bounds-updated', (event) => event.preventDefault());
  site.on('will-prevent-unload', (event) => {
    // To prevent this event means: the page cannot prevent that it is left.
    if (listener.onObjection()) event.preventDefault();
  });
}

/** Errors when we ourselves stopped something, or when a file came: the page has not failed. */
const STOPPED_BY_US: ReadonlySet<number> = new Set([
  -3, // ERR_ABORTED
  -20, // ERR_BLOCKED_BY_CLIENT
]);

/** @param code as Chromium counts its errors of the network */
export function isStoppedByUs(code: number): boolean {
  return STOPPED_BY_US.has(code);
}

/** Chromium's errors about certificates are -200 to -299. */
function isCertificateError(code: number): boolean {
  return code <= -200 && code > -300;
}
