import { join } from 'node:path';
import { app, BrowserWindow, type BrowserWindowConstructorOptions, nativeTheme } from 'electron';
import { namesArgument, VIEW_PUSH } from '../../shared/requests/channels.js';
import { REQUEST_NAMES } from '../../shared/requests/requests.js';
import type { PushedView, WindowKind } from '../../shared/requests/views.js';
import { windowTitle } from '../../shared/requests/window-titles.js';
import { pageUrl } from './hardening/app-protocol.js';
import { offerContextMenu } from './context-menu.js';

/** Tiling desktops cut off a window that is wider than its place, such as a third of a screen. */
const LEAST = { minWidth: 400, minHeight: 400 } as const;

const FRAMES: Readonly<Record<WindowKind, BrowserWindowConstructorOptions>> = {
  main: { width: 1100, height: 760, ...LEAST },
  settings: { width: 980, height: 760, ...LEAST },
  bar: { width: 1280, height: 860, minWidth: 640, minHeight: 480 },
  warning: {
    width: 500,
    height: 320,
    resizable: false,
    minimizable: false,
    maximizable: false,
    fullscreenable: false,
    alwaysOnTop: true,
    skipTaskbar: true,
    frame: false,
  },
};

/** The same as in `ui/styles/tokens.css`, so that a window never flashes in the wrong colour. */
const BACKGROUND = { light: '#f4f7fa', dark: '#0b1220' };

/** How long a page that has loaded takes to draw what main told it, in milliseconds. */
const DRAWN_AFTER_MS = 150;

/**
 * Calls `act` once, when a hidden window has something to show. On native Wayland a window that was
 * never shown draws nothing, so that `ready-to-show` does not come (electron#48859): there its loaded
 * page is enough.
 */
export function onceReady(window: BrowserWindow, act: () => void): void {
  let timer: NodeJS.Timeout | undefined;
  const ready = (): void => {
    clearTimeout(timer);
    window.off('ready-to-show', ready);
    if (!window.isDestroyed()) act();
  };
  window.once('ready-to-show', ready);
  window.webContents.once('did-finish-load', () => {
    if (window.listeners('ready-to-show').includes(ready))
      timer = setTimeout(ready, DRAWN_AFTER_MS);
  });
}

export function assetPath(...parts: string[]): string {
  return join(app.getAppPath(), 'assets', ...parts);
}

/** Opens one of the app's own windows, hidden, with every protection on, and loads its page. */
export function openAppWindow(
  kind: WindowKind,
  options: BrowserWindowConstructorOptions = {},
): BrowserWindow {
  const window = new BrowserWindow({
    title: windowTitle(kind),
    ...FRAMES[kind],
    ...options,
    show: false,
    autoHideMenuBar: true,
    backgroundColor: nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light,
    icon: assetPath('icon.png'),
    webPreferences: {
      preload: join(app.getAppPath(), 'out', 'preload', 'index.js'),
      additionalArguments: [namesArgument(REQUEST_NAMES)],
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      // The lock screen must be painted even when the window is covered or minimised.
      backgroundThrottling: false,
      devTools: !app.isPackaged,
    },
  });
  window.on('page-title-updated', (event) => {
    event.preventDefault();
  });
  offerContextMenu(window.webContents, window);
  void window.loadURL(pageUrl(kind)).catch(() => {
    // A window that was destroyed while it loaded; the next one loads again.
  });
  return window;
}

/** Sends a window its view, and calls the window what it is called in the language of the view. */
export function sendView(window: BrowserWindow, kind: WindowKind, pushed: PushedView): void {
  if (window.isDestroyed()) return;
  const title = windowTitle(kind);
  if (window.getTitle() !== title) window.setTitle(title);
  window.webContents.send(VIEW_PUSH, pushed);
}
