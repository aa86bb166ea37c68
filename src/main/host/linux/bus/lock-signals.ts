import { sessionBusAddress, systemBusAddress } from './bus.js';
import type { LockListener } from './lock-listener.js';
import { Logind } from './logind.js';
import { listenToScreenSavers } from './screen-savers.js';
import { watchVncViewers } from '../x/vnc-viewers.js';

/** Who can be heard now. */
export interface LockSignalState {
  /** logind is there. */
  readonly logind: boolean;
  /** The session's bus is there; whether a screen saver is, shows when it says something. */
  readonly screenSaver: boolean;
  /** The display is one of a VNC server, whose viewers are watched. */
  readonly vnc: boolean;
}

export interface LockSignals {
  readonly state: LockSignalState;
}

/**
 * Listens to what a Linux desktop tells of locking and sleep, over D-Bus: Electron's own events for
 * locking exist on macOS and Windows only. The same lock may be told more than once.
 *
 * @param xDisplay the X server that shows the app's windows, or `null`
 */
export function listenToLockSignals(
  listener: LockListener,
  xDisplay: string | null,
  env: NodeJS.ProcessEnv = process.env,
): LockSignals {
  const logind = new Logind(systemBusAddress(env), env, listener);
  const address = sessionBusAddress(env);
  const screenSavers = address === null ? null : listenToScreenSavers(address, listener);
  const vnc = xDisplay === null ? null : watchVncViewers(xDisplay, listener);
  return {
    get state() {
      return {
        logind: logind.isHeard,
        screenSaver: screenSavers?.connected ?? false,
        vnc: vnc?.isHeard ?? false,
      };
    },
  };
}
