import type { WebContents } from 'electron';
import type { BarView } from '../../../contract/guard-bar.js';

type PageFacts = Pick<
  BarView,
  'host' | 'path' | 'secure' | 'canGoBack' | 'canGoForward' | 'isLoading' | 'zoomPercent'
>;

/**
 * What the bar shows of the page itself.
 * @param address that it is at, or should be
 */
export function pageFacts(site: WebContents, address: string): PageFacts {
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
