import { EventEmitter } from 'node:events';
import type { App, BrowserWindow, LoginItemSettings, Settings } from 'electron';

/*
 * What Electron tells of the computer and its windows, as far as the app asks, held to the typings of
 * the pinned Electron.
 */

/** Every event of the power monitor that the app listens to, by the systems that have it. */
export const POWER_EVENTS = {
  win32: ['suspend', 'resume', 'lock-screen', 'unlock-screen'],
  darwin: [
    'suspend',
    'resume',
    'lock-screen',
    'unlock-screen',
    'user-did-resign-active',
    'user-did-become-active',
    'shutdown',
  ],
  linux: ['suspend', 'resume', 'shutdown'],
} as const;

export class FakeWindow {
  /** Whether captures show nothing of it. */
  isProtected = false;
  readonly events = new EventEmitter();

  get api(): BrowserWindow {
    const api: Pick<BrowserWindow, 'setContentProtection'> = {
      setContentProtection: (enable) => (this.isProtected = enable),
    };
    return Object.assign(this.events, api) as BrowserWindow;
  }
}

export class FakeComputer {
  readonly power = new EventEmitter();
  readonly #app = new EventEmitter();
  readonly #windows: FakeWindow[] = [];
  loginItem: Settings | null = null;
  /** What the person allowed in the system's settings; macOS alone tells. */
  loginItemStatus: LoginItemSettings['status'] = 'enabled';

  readonly windows = { getAllWindows: () => this.#windows.map(({ api }) => api) } satisfies Pick<
    typeof BrowserWindow,
    'getAllWindows'
  >;

  readonly app = Object.assign(this.#app, {
    isPackaged: true,
    setLoginItemSettings: (settings: Settings) => {
      this.loginItem = settings;
    },
    getLoginItemSettings: (): LoginItemSettings => ({
      openAtLogin: this.loginItem?.openAtLogin ?? false,
      wasOpenedAtLogin: false,
      status: this.loginItemStatus,
      executableWillLaunchAtLogin: false,
      launchItems: [],
    }),
  } satisfies Pick<App, 'isPackaged' | 'setLoginItemSettings' | 'getLoginItemSettings'>);

  open(): FakeWindow {
    const window = new FakeWindow();
    this.#windows.push(window);
    this.#app.emit('browser-window-created', {}, window.api);
    return window;
  }
}
