import { BrowserWindow, screen, type WebContents, type WindowOpenHandlerResponse } from 'electron';
import { BAR_HEIGHT, STRIP_HEIGHT } from '../../../shared/clinic-apps/guard-bar.js';
import { isWithoutAddress } from '../../../shared/clinic-apps/site-address.js';
import { say } from '../../../shared/words/say.js';
import { offerContextMenu } from '../../windows/context-menu.js';
import { listenForLock } from '../../windows/input/person-input.js';
import { clampPopUp, LEAST_POP_UP } from './clamp.js';
import { keepDragsWithin } from '../page/drag-guard.js';
import { onDocument } from '../page/on-document.js';
import { isStoppedByUs } from '../partition/site-events.js';
import { forbidPrintingSoon } from '../page/printing.js';
import type { SitePartition } from '../partition/site-partition.js';
import { SITE_PREFERENCES } from '../partition/site-preferences.js';
import { outsideHost, popUpNotSaved } from '../partition/site-words.js';

/** Pop-ups of one partition that may be open at once: sign-in flows need one or two. */
const MOST_POP_UPS = 3;
/** How large a pop-up begins, in pixels, whatever its page asked for. */
const FIRST_SIZE = { width: 620, height: 720 } as const;

/** Pop-ups that have shown a page with an address already. */
const arrived = new WeakSet<WebContents>();

/** Whether nothing is in a document. */
const IS_BLANK = `!document.body || (document.body.childElementCount === 0 && document.body.textContent.trim() === '')`;

/**
 * Closes a pop-up whose first page does not come, because it was refused or is a file. The pop-up stays if
 * its opener has written something into it.
 */
export async function closeIfEmpty(contents: WebContents): Promise<void> {
  if (arrived.has(contents)) return;
  // It is gone, or has no document: then it counts as empty.
  const isBlank: unknown = await contents.mainFrame.executeJavaScript(IS_BLANK).catch(() => true);
  if (isBlank !== true || contents.isDestroyed() || arrived.has(contents)) return;
  BrowserWindow.fromWebContents(contents)?.close();
}

/** A window that a page opened. */
export type PopUp = ReturnType<typeof BrowserWindow.getAllWindows>[number];

/** The windows that pages of a partition opened, oldest first. */
export function popUpsOf(partition: SitePartition): readonly PopUp[] {
  return BrowserWindow.getAllWindows()
    .filter((window) => !window.isDestroyed() && window.webContents.session === partition.session)
    .sort((one, other) => one.id - other.id);
}

/** What people know a pop-up by: the host in its title. */
export function nameOf(popUp: PopUp): string {
  return popUp.getTitle().split(' · ')[0] ?? '';
}

/**
 * The place of a window above a guarded window, or above a pop-up of it.
 * @param wanted the bounds that its page wants
 */
export function placeOf(opener: PopUp, wanted: Partial<Electron.Rectangle>): Electron.Rectangle {
  let guarded = opener;
  for (let one = opener.getParentWindow(); one !== null; one = one.getParentWindow()) guarded = one;
  const outer = guarded.getBounds();
  const { x, y, width } = guarded.getContentBounds();
  // The bar with the window's title, and with the strip in which questions are asked.
  const top = Math.min(outer.y, y);
  const bar = { x, y: top, width, height: y - top + BAR_HEIGHT + STRIP_HEIGHT };
  const { workArea } = screen.getDisplayMatching(outer);
  const centre = { x: x + (width - FIRST_SIZE.width) / 2, y: bar.y + bar.height };
  return clampPopUp({ ...centre, ...FIRST_SIZE, ...wanted }, bar, workArea);
}

/**
 * Answers `window.open`. Within the app it allows a window above its opener that keeps the bar in sight.
 * Electron makes the window, so that both pages know each other, as a sign-in flow needs it.
 */
export function answerWindowOpen(
  opener: WebContents,
  partition: SitePartition,
  url: string,
): WindowOpenHandlerResponse {
  if (!partition.mayShow(url)) {
    partition.events?.onRefused(opener, url, true);
    return { action: 'deny' };
  }
  const parent = BrowserWindow.fromWebContents(opener);
  if (parent === null || partition.events === null) return { action: 'deny' };
  if (popUpsOf(partition).length >= MOST_POP_UPS) {
    partition.events.onPopUpRefused();
    return { action: 'deny' };
  }
  return {
    action: 'allow',
    // Whatever the page asked for: it must not cover the screen or stay above other windows.
    overrideBrowserWindowOptions: {
      parent,
      show: false,
      title: parent.getTitle(),
      ...placeOf(parent, {}),
      minWidth: LEAST_POP_UP.width,
      minHeight: LEAST_POP_UP.height,
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
  readonly appName: string;
  readonly memberName: string;
  readonly listenToPerson: (contents: WebContents) => void;
  /** A new document is there, with its elements. */
  readonly onReady: (contents: WebContents) => void;
  /** Pop-ups have no bar: their messages are shown in the guarded window's bar. */
  readonly say: (message: string) => void;
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
  const { appName } = parts;
  opener.on('did-create-window', (window) => {
    // It was allowed just before the guarded window ended, and made just after.
    if (partition.events === null) {
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
      mayLeave = false;
      if (!isWithoutAddress(url)) arrived.add(webContents);
      const { host } = isWithoutAddress(url) ? { host: '' } : new URL(url);
      window.setTitle(host === '' ? opened : `${host} · ${parts.memberName}`);
    });
    onDocument(webContents, () => parts.onReady(webContents));
    webContents.on('will-prevent-unload', (event) => {
      // To prevent this event means: the page cannot prevent that it is left.
      if (mayLeave) event.preventDefault();
      else parts.say(popUpNotSaved(appName));
      mayLeave = true;
    });
    // A page may move and size its window, but not over what is ours. People may move it anywhere.
    webContents.on('content-bounds-updated', (event, wanted) => {
      event.preventDefault();
      const parent = window.getParentWindow();
      if (parent !== null) window.setBounds(placeOf(parent, wanted));
    });
    webContents.on('did-fail-load', (_event, code, _detail, url, isMainFrame) => {
      if (!isMainFrame || isStoppedByUs(code)) return;
      parts.say(
        say(
          'A window of {appName} could not be opened: {host} did not answer, or not safely. Try again, then tell your administrator.',
          { appName, host: outsideHost(url) },
        ),
      );
      void closeIfEmpty(webContents);
    });
    webContents.on('render-process-gone', () => {
      if (partition.events === null || window.isDestroyed()) return;
      parts.say(
        say('A window of {appName} stopped working and was closed. Open it once more.', {
          appName,
        }),
      );
      window.destroy();
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
