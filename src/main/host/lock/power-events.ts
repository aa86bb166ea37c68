export interface ComputerListener {
  readonly onSleep: () => void;
  readonly onWake: () => void;
  readonly onScreenLock: () => void;
  readonly onScreenUnlock: () => void;
  readonly onShutdown: () => void;
}

/** What follows can be held up. */
interface PreventableEvent {
  preventDefault(): void;
}

/* eslint-disable @typescript-eslint/unified-signatures -- Electron's own are overloads, which no joint signature fits */
/** Electron's power monitor, as far as this listens to it. */
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

/** A window of Electron's, which Windows alone tells of the end of the OS session. */
export interface EndingWindow {
  on(event: 'query-session-end', listener: () => void): unknown;
}

/** What Electron tells of the computer with. */
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
 * Listens to what Electron tells of sleep, lock, another user and the end of the OS session. Each may
 * be told more than once: sleep over D-Bus too, the end of the OS session by every window.
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
    // Else the system goes on at once, and ends this app before its session's wipe is through.
    event?.preventDefault();
    onShutdown();
  });
  // Windows tells its windows alone, and ends a process a few seconds later. The first of its two
  // messages is taken, although somebody may still call a log-off off: they then sign in again.
  const listenTo = (window: EndingWindow): void => {
    window.on('query-session-end', onShutdown);
  };
  windows.getAllWindows().forEach(listenTo);
  app.on('browser-window-created', (_event, window) => listenTo(window));
}
