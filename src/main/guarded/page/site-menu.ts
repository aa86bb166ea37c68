import type { BrowserWindow, WebContents } from 'electron';
import { say } from '../../../shared/words/say.js';
import { offerContextMenu } from '../../windows/context-menu.js';
import type { BrowserKeys } from './browser-keys.js';

/**
 * What a right click offers in a page of a clinic app: to edit and to copy, else what the bar has. No
 * links, pictures or source: what leaves the window goes the ways that its rules know.
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
