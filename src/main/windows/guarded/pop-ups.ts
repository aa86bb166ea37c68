import { BrowserWindow, type WebContents, type WindowOpenHandlerResponse } from 'electron';
import { offerContextMenu } from '../context-menu.js';
import { listenForLock } from '../person-input.js';
import { keepDragsWithin } from './drag-guard.js';
import { forbidPrintingSoon } from './printing.js';
import type { SitePartition } from './site-partition.js';
import { SITE_PREFERENCES } from './site-preferences.js';

/** Pop-ups of one partition that may be open at once: sign-in flows need one or two. */
const MOST_POP_UPS = 3;

/** Pop-ups that have shown a page already. */
const arrived = new WeakSet<WebContents>();

/** Closes a pop-up whose first page was refused: there is nothing in it to go back to. */
export function closeIfEmpty(contents: WebContents): void {
  if (!arrived.has(contents)) BrowserWindow.fromWebContents(contents)?.close();
}

/** A window that a page opened. */
export type PopUp = ReturnType<typeof BrowserWindow.getAllWindows>[number];

/** The windows that pages of a partition opened. */
export function popUpsOf(partition: SitePartition): readonly PopUp[] {
  return BrowserWindow.getAllWindows().filter(
    (window) => !window.isDestroyed() && window.webContents.session === partition.session,
  );
}

/**
 * What becomes of `window.open`: within the app a window above its opener, which keeps its bar in
 * sight; Electron makes it, so that both pages know each other as a sign-in flow needs it.
 */
export function answerWindowOpen(
  opener: WebContents,
  partition: SitePartition,
  url: string,
): WindowOpenHandlerResponse {
  if (!partition.mayShow(url)) {
    partition.refused(opener, url, true);
    return { action: 'deny' };
  }
  const parent = BrowserWindow.fromWebContents(opener);
  const isFull = popUpsOf(partition).length >= MOST_POP_UPS;
  if (parent === null || isFull || !partition.isShown) return { action: 'deny' };
  return {
    action: 'allow',
    // Whatever the page asked for: it must not cover the screen or stay above other windows.
    overrideBrowserWindowOptions: {
      parent,
      show: false,
      title: parent.getTitle(),
      width: 620,
      height: 720,
      minWidth: 400,
      minHeight: 300,
      frame: true,
      fullscreen: false,
      fullscreenable: false,
      kiosk: false,
      alwaysOnTop: false,
      autoHideMenuBar: true,
      webPreferences: { ...SITE_PREFERENCES, session: partition.session },
    },
  };
}

export interface PopUpParts {
  readonly memberName: string;
  readonly listenToPerson: (contents: WebContents) => void;
  /** A new document is there, with its elements. */
  readonly onReady: (contents: WebContents) => void;
  /** A page objects to being left; the next time it is left all the same. */
  readonly onObjection: () => void;
  readonly onLockNow: () => void;
  readonly onFocus: () => void;
  readonly onBlur: () => void;
}

/** Makes the pop-ups of a page part of its guarded window. */
export function adoptPopUps(
  opener: WebContents,
  partition: SitePartition,
  parts: PopUpParts,
): void {
  opener.on('did-create-window', (window) => {
    // Allowed just before the end, and made just after it.
    if (!partition.isShown) {
      window.destroy();
      return;
    }
    const { webContents } = window;
    const opened = window.getTitle();
    let mayLeave = false;
    window.setMenuBarVisibility(false);
    // It has no bar: its title says where it is and whose session this is, and no page may change it.
    window.on('page-title-updated', (event) => event.preventDefault());
    webContents.on('did-navigate', (_event, url) => {
      if (window.isDestroyed()) return;
      arrived.add(webContents);
      mayLeave = false;
      const { host } = new URL(url);
      window.setTitle(host === '' ? opened : `${host} · ${parts.memberName}`);
    });
    webContents.on('dom-ready', () => parts.onReady(webContents));
    webContents.on('will-prevent-unload', (event) => {
      // Preventing this event means: not letting the page prevent it.
      if (mayLeave) event.preventDefault();
      else parts.onObjection();
      mayLeave = true;
    });
    window.on('focus', parts.onFocus);
    window.on('blur', parts.onBlur);
    parts.listenToPerson(webContents);
    listenForLock(webContents, parts.onLockNow);
    offerContextMenu(webContents, window);
    if (!partition.rules.allows.printing) forbidPrintingSoon(webContents);
    if (!partition.rules.allows.clipboardOut) keepDragsWithin(webContents);
    adoptPopUps(webContents, partition, parts);
    window.show();
  });
}
