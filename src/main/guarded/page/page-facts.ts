import type { WebContents } from 'electron';
import type { BarView } from '../../../shared/clinic-apps/guard-bar.js';
import type { BarState } from '../bar.js';
import type { GuardedApp } from '../../ports/index.js';
import type { GuardedWindowParts } from '../guarded-parts.js';
import type { Downloads } from '../downloads/downloads.js';

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
  const { host, pathname: path, protocol } = new URL(address);
  const isThere = !site.isDestroyed();
  return {
    view: 'bar',
    app: { name: app.name, icon: app.icon },
    isTest,
    member,
    downloads: downloads.views,
    siteSignIn: { saved: !isTest && records.hasSiteSignIn(app), canFill },
    ...{ host, path, secure: protocol === 'https:' },
    canGoBack: isThere && site.navigationHistory.canGoBack(),
    canGoForward: isThere && site.navigationHistory.canGoForward(),
    isLoading: isThere && site.isLoadingMainFrame(),
    zoomPercent: isThere ? Math.round(site.getZoomFactor() * 100) : 100,
  };
}
