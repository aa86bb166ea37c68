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
  /** Whoever is half signed in begins anew. */
  readonly cancelSignIn: () => void;
  /** The windows are gone, and nothing has been finished yet. */
  readonly onQuitting: () => void;
  /** All that the end waits for is finished. */
  readonly onQuit: () => void;
}

/** What the operating system tells, and what becomes of a session then. */
export function followOs(parts: OsEventParts): void {
  const { computer, runner, windows, lifecycle, cancelSignIn } = parts;
  computer.listen({
    onSleep: () => {
      // Whatever the policy says of sessions: who comes back must begin a sign-in anew.
      cancelSignIn();
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
  // Electron would ask the person what to do about it, and hold everything up until they answer: a
  // session would stay open behind that question.
  process.on('uncaughtException', parts.onUnexpected);
  app.on('second-instance', () => windows.showMain());
  app.on('activate', () => windows.showMain());
  // A window that does not answer is destroyed and made again: that must not end the app.
  app.on('window-all-closed', () => undefined);
  app.on('before-quit', (event) => {
    if (lifecycle.phase === 'quitting') return;
    event.preventDefault();
    runner.requestEnd('quit');
    // At once: at a log-out Chromium's helpers are gone already, and a window that they can't draw any
    // more would take the whole app down before its session's wipe is through.
    windows.closeAll();
    parts.onQuitting();
    void lifecycle.quit(QUIT_BOUND_MS)?.then(() => {
      parts.onQuit();
      app.exit(0);
    });
  });
}
