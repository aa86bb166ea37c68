import { app } from 'electron';
import type { Computer } from '../host/computer.js';
import type { SessionRunner } from '../session/runner.js';
import type { AppWindows } from '../windows/app-windows.js';
import type { Lifecycle } from './lifecycle.js';

/** How long quitting waits for the wipe, in milliseconds. The next start finishes what is left. */
export const QUIT_BOUND_MS = 6_000;

export interface OsEventParts {
  readonly computer: Computer;
  readonly runner: SessionRunner;
  readonly windows: Pick<AppWindows, 'showMain' | 'closeAll'>;
  readonly lifecycle: Lifecycle;
  /** An error that nobody caught. */
  readonly onUnexpected: (error: unknown) => void;
  /** Cancels a half-finished sign-in. */
  readonly cancelSignIn: () => void;
  /** Forgets who may come back without a full sign-in. */
  readonly forgetBadges: () => void;
  /** Called when the windows are gone, before anything else has finished. */
  readonly onQuitting: () => void;
  /** Called when everything that the end waits for has finished. */
  readonly onQuit: () => void;
}

/** Follows events of the operating system, and ends or checks the session. */
export function followOs(parts: OsEventParts): void {
  const { computer, runner, windows, lifecycle, cancelSignIn } = parts;
  computer.listen({
    onSleep: () => {
      // The policy for sessions does not matter here: after sleep a sign-in must begin again.
      cancelSignIn();
      parts.forgetBadges();
      if (runner.policy.lockOnSleep) runner.requestEnd('sleep');
      else runner.look();
    },
    onWake: () => runner.look(),
    onScreenLock: () => {
      cancelSignIn();
      if (runner.policy.lockOnScreenLock) runner.requestEnd('screenLock');
    },
    onScreenUnlock: () => runner.look(),
    onShutdown: () => {
      runner.requestEnd('shutdown');
      // The system waits until the app is gone, some seconds at the most.
      app.quit();
    },
  });
  // Electron would show a dialog and stop everything until a person answers: a session would stay open
  // behind the dialog.
  process.on('uncaughtException', parts.onUnexpected);
  app.on('second-instance', () => windows.showMain());
  app.on('activate', () => windows.showMain());
  // A window that does not answer is destroyed and made again: that must not end the app.
  app.on('window-all-closed', () => undefined);
  app.on('before-quit', (event) => {
    if (lifecycle.phase === 'quitting') return;
    event.preventDefault();
    runner.requestEnd('quit');
    parts.forgetBadges();
    // Close windows at once: at a log-out Chromium's helper processes are already gone, and a window that
    // they cannot draw would end the whole app before the session's wipe is done.
    windows.closeAll();
    parts.onQuitting();
    void lifecycle.quit(QUIT_BOUND_MS)?.then(() => {
      parts.onQuit();
      app.exit(0);
    });
  });
}
