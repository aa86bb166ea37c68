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
  /** It has begun or ended to load. */
  readonly onProgress: () => void;
  /** There may be another document; also told without one. */
  readonly onReady: () => void;
  /** The page objects to being left; whether it is left all the same. */
  readonly onObjection: () => boolean;
  /** The page is no more: it was closed, by itself too. */
  readonly onGone: () => void;
}

/** Listens to what happens to the page of a guarded window. */
export function listenToSite(site: WebContents, listener: SiteListener): void {
  onDocument(site, listener.onReady);
  site.on('did-start-loading', listener.onProgress);
  site.on('did-stop-loading', listener.onProgress);
  site.on('did-navigate', (_event, url) => {
    // Else an error page of Chromium's own, after `did-fail-load` told what it is about.
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
  // Its place is in our window.
  site.on('content-bounds-updated', (event) => event.preventDefault());
  site.on('will-prevent-unload', (event) => {
    // Preventing this event means: not letting the page prevent it.
    if (listener.onObjection()) event.preventDefault();
  });
}
