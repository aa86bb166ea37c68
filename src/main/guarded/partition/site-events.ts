import type { WebContents } from 'electron';
import type { BarView, PageState } from '../../../shared/clinic-apps/guard-bar.js';
import { isWebAddress } from '../../../shared/clinic-apps/site-address.js';
import { isCertificateError, isStoppedByUs } from './network-errors.js';
import { onDocument } from '../page/on-document.js';

export interface SiteListener {
  /** Another page is there. */
  readonly onArrived: (address: string) => void;
  readonly onPage: (page: PageState) => void;
  /** A page could not be shown. */
  readonly onFailed: (address: string, page: PageState) => void;
  readonly onFound: (found: BarView['found']) => void;
  /** The page began to load, or stopped. */
  readonly onProgress: () => void;
  /** There may be another document. Also called when there is none. */
  readonly onReady: () => void;
  /** The page objects to being left. Returns whether it is left all the same. */
  readonly onObjection: () => boolean;
  /** The page was closed, perhaps by itself. */
  readonly onGone: () => void;
}

/** Listens to what happens to the page of a guarded window. */
export function listenToSite(site: WebContents, listener: SiteListener): void {
  onDocument(site, listener.onReady);
  site.on('did-start-loading', listener.onProgress);
  site.on('did-stop-loading', listener.onProgress);
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
    listener.onFailed(url, { state: 'failed', why, detail });
  });
  site.on('render-process-gone', () => listener.onPage({ state: 'crashed' }));
  site.on('unresponsive', () => listener.onPage({ state: 'hung' }));
  site.on('responsive', () => listener.onPage({ state: 'shown' }));
  site.on('found-in-page', (_event, { activeMatchOrdinal, matches }) =>
    listener.onFound({ active: activeMatchOrdinal, matches }),
  );
  site.on('destroyed', listener.onGone);
  // The page keeps its place in our window.
  site.on('content-bounds-updated', (event) => event.preventDefault());
  site.on('will-prevent-unload', (event) => {
    // To prevent this event means: the page cannot prevent that it is left.
    if (listener.onObjection()) event.preventDefault();
  });
}
