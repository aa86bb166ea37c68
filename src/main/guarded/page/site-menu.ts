import type { BrowserWindow, WebContents } from 'electron';
import { say } from '../../../shared/words/say.js';
import { offerContextMenu } from '../../windows/context-menu.js';
import type { BrowserKeys } from './browser-keys.js';

/**
 * Offers the menu of a right click in a page of a clinic app: editing and copying, else the commands of the
 * bar. Nothing for links, pictures or source: content leaves the window only in ways that its rules cover.
 * @param mayPrint whether pages of this app may be printed
 */
export function offerSiteMenu(
  site: WebContents,
  window: BrowserWindow,
  keys: Pick<BrowserKeys, 'command' | 'print'>,
  mayPrint: boolean,
): void {
  offerContextMenu(site, window, ({ isEditable, selectionText }) => {
    if (isEditable || selectionText.trim() !== '') return [];
    const history = site.navigationHistory;
    return [
      [
        { label: say('&Back'), enabled: history.canGoBack(), click: () => keys.command('back') },
        {
          label: say('&Forward'),
          enabled: history.canGoForward(),
          click: () => keys.command('forward'),
        },
        { label: say('&Reload'), click: () => keys.command('reload') },
      ],
      mayPrint ? [{ label: say('&Print…'), click: () => keys.print() }] : [],
    ];
  });
}
