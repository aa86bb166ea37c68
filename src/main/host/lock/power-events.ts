import { app, BrowserWindow, powerMonitor } from 'electron';
import type { ComputerListener } from './computer-listener.js';

/**
 * Listens to Electron's events for sleep, lock, another user and the end of the OS session. Each may come
 * more than once: sleep also over D-Bus, the end of the OS session from every window.
 */
export function listenToPower(listener: ComputerListener): void {
  const { onSleep, onWake, onScreenLock, onScreenUnlock, onShutdown } = listener;
  powerMonitor.on('suspend', onSleep);
  powerMonitor.on('resume', onWake);
  powerMonitor.on('lock-screen', onScreenLock);
  powerMonitor.on('unlock-screen', onScreenUnlock);
  // macOS alone.
  powerMonitor.on('user-did-resign-active', onScreenLock);
  powerMonitor.on('user-did-become-active', onScreenUnlock);
  // Linux and macOS.
  powerMonitor.on('shutdown', (event?: Electron.Event) => {
    // Otherwise the system goes on at once, and ends this app before its session is wiped.
    event?.preventDefault();
    onShutdown();
  });
  // Windows tells only the app's windows, and ends the process a few seconds later. The first of the two
  // messages counts, although a person may still cancel the log-off: they then sign in again.
  const listenTo = (window: Electron.BrowserWindow): void => {
    window.on('query-session-end', onShutdown);
  };
  BrowserWindow.getAllWindows().forEach(listenTo);
  app.on('browser-window-created', (_event, window) => listenTo(window));
}
