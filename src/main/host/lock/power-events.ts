export interface ComputerListener {
  readonly onSleep: () => void;
  readonly onWake: () => void;
  readonly onScreenLock: () => void;
  readonly onScreenUnlock: () => void;
  readonly onShutdown: () => void;
}

/** An event whose consequence can be prevented. */
interface PreventableEvent {
  preventDefault(): void;
}

/* eslint-disable @typescript-eslint/unified-signatures -- Electron's own are overloads, which no joint signature fits */
/** The part of Electron's power monitor that is used here. */
export interface PowerEvents {
  on(event: 'suspend', listener: () => void): unknown;
  on(event: 'resume', listener: () => void): unknown;
  on(event: 'lock-screen', listener: () => void): unknown;
  on(event: 'unlock-screen', listener: () => void): unknown;
  on(event: 'user-did-resign-active', listener: () => void): unknown;
  on(event: 'user-did-become-active', listener: () => void): unknown;
  on(event: 'shutdown', listener: (event?: PreventableEvent) => void): unknown;
}
/* eslint-enable @typescript-eslint/unified-signatures */

/** A window of Electron's. Windows tells only windows of the end of the OS session. */
export interface EndingWindow {
  on(event: 'query-session-end', listener: () => void): unknown;
}

/** The parts of Electron that tell of the computer. */
export interface PowerParts {
  readonly monitor: PowerEvents;
  readonly app: {
    on(
      event: 'browser-window-created',
      listener: (event: unknown, window: EndingWindow) => void,
    ): unknown;
  };
  /** Electron's `BrowserWindow`. */
  readonly windows: { getAllWindows(): readonly EndingWindow[] };
}

/**
 * Listens to Electron's events for sleep, lock, another user and the end of the OS session. Each may come
 * more than once: sleep also over D-Bus, the end of the OS session from every window.
 */
export function listenToPower(
  { monitor, app, windows }: PowerParts,
  { onSleep, onWake, onScreenLock, onScreenUnlock, onShutdown }: ComputerListener,
): void {
  monitor.on('suspend', onSleep);
  monitor.on('resume', onWake);
  monitor.on('lock-screen', onScreenLock);
  monitor.on('unlock-screen', onScreenUnlock);
  // macOS alone.
  monitor.on('user-did-resign-active', onScreenLock);
  monitor.on('user-did-become-active', onScreenUnlock);
  // Linux and macOS.
  monitor.on('shutdown', (event) => {
    // Otherwise the system goes on at once, and ends this app before its session is wiped.
    event?.preventDefault();
    onShutdown();
  });
  // Windows tells only the app's windows, and ends the process a few seconds later. The first of the two
  // messages counts, although a person may still cancel the log-off: they then sign in again.
  const listenTo = (window: EndingWindow): void => {
    window.on('query-session-end', onShutdown);
  };
  windows.getAllWindows().forEach(listenTo);
  app.on('browser-window-created', (_event, window) => listenTo(window));
}
