import type { WebContents } from 'electron';
import type { BarView } from '../../../shared/clinic-apps/guard-bar.js';
import type { BarState } from '../bar.js';
import type { GuardedApp } from '../../ports/index.js';
import type { GuardedWindowParts } from '../guarded-parts.js';
import type { Downloads } from '../downloads/downloads.js';

type PageFacts = Pick<
  BarView,
  'host' | 'path' | 'secure' | 'canGoBack' | 'canGoForward' | 'isLoading' | 'zoomPercent'
>;

/**
 * What the bar shows of the page itself.
 * @param address where the page is, or should be
 */
function pageFacts(site: WebContents, address: string): PageFacts {
  const { host, pathname: path, protocol } = new URL(address);
  const where = { host, path, secure: protocol === 'https:' };
  if (site.isDestroyed())
    return { ...where, canGoBack: false, canGoForward: false, isLoading: false, zoomPercent: 100 };
  const history = site.navigationHistory;
  return {
    ...where,
    canGoBack: history.canGoBack(),
    canGoForward: history.canGoForward(),
    isLoading: site.isLoadingMainFrame(),
    zoomPercent: Math.round(site.getZoomFactor() * 100),
  };
}

interface WindowOfBar extends Pick<GuardedWindowParts, 'isTest' | 'address'> {
  readonly app: GuardedApp;
  readonly site: WebContents;
  readonly downloads: Downloads;
}

/** All that a bar shows of its window, except what the bar itself keeps. */
export function barFacts(
  { app, site, address, isTest, downloads }: WindowOfBar,
  { member, records }: Pick<GuardedWindowParts, 'member' | 'records'>,
  canFill: boolean,
): Omit<BarView, keyof BarState> {
  return {
    view: 'bar',
    app: { name: app.name, icon: app.icon },
    isTest,
    member,
    downloads: downloads.views,
    siteSignIn: { saved: !isTest && records.hasSiteSignIn(app), canFill },
    ...pageFacts(site, address),
  };
}
