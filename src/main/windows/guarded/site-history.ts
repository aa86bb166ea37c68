import type { NavigationHistory, WebContents } from 'electron';

type Moves = Pick<NavigationHistory, 'canGoBack' | 'canGoForward' | 'goBack' | 'goForward'>;

/** A page's history. The development runtime has its methods on the page itself. */
export function historyOf(contents: WebContents): Moves {
  const { navigationHistory } = contents as { readonly navigationHistory?: Moves };
  return navigationHistory ?? contents;
}
