import { sessionBusAddress, systemBusAddress } from './bus.js';
import type { LockListener } from './lock-listener.js';
import { Logind } from './logind.js';
import { listenToScreenSavers } from './screen-savers.js';

/** Who can be heard now. */
export interface LockSignalState {
  /** logind is there. */
  readonly logind: boolean;
  /** The session's bus is there; whether a screen saver is, shows when it says something. */
  readonly screenSaver: boolean;
}

export interface LockSignals {
  readonly state: LockSignalState;
  dispose(): void;
}

/**
 * Listens to what a Linux desktop tells of locking and sleep, over D-Bus: Electron's own events for
 * locking exist on macOS and Windows only. The same lock may be told more than once.
 */
export function listenToLockSignals(
  listener: LockListener,
  env: NodeJS.ProcessEnv = process.env,
): LockSignals {
  const logind = new Logind(systemBusAddress(env), env, listener);
  const address = sessionBusAddress(env);
  const screenSavers = address === null ? null : listenToScreenSavers(address, listener);
  return {
    get state() {
      return { logind: logind.isHeard, screenSaver: screenSavers?.connected ?? false };
    },
    dispose: () => {
      logind.dispose();
      screenSavers?.dispose();
    },
  };
}
