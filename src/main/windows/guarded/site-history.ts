import type { NavigationHistory, WebContents } from 'electron';

type Moves = Pick<NavigationHistory, 'canGoBack' | 'canGoForward' | 'goBack' | 'goForward'>;

interface Histories {
  readonly navigationHistory?: NavigationHistory;
  readonly clearHistory: () => void;
}

/** A page's history. The development runtime has its methods on the page itself. */
export function historyOf(contents: WebContents): Moves {
  return (contents as Partial<Histories>).navigationHistory ?? contents;
}

/** Going back leads to no page before the first one for which `isFirst` is true. */
export function forgetPagesBefore(
  contents: WebContents,
  isFirst: (address: string) => boolean,
): void {
  const arrived = (_event: unknown, address: string): void => {
    if (!isFirst(address)) return;
    contents.off('did-navigate', arrived);
    const { navigationHistory } = contents as Partial<Histories>;
    if (navigationHistory === undefined) (contents as unknown as Histories).clearHistory();
    else navigationHistory.clear();
  };
  contents.on('did-navigate', arrived);
}
