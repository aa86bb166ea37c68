import type { LockListener } from '../../lock/computer-listener.js';
import { sessionBusAddress, systemBusAddress } from './bus.js';
import { listenToLogind } from './logind.js';
import { listenToScreenSavers } from './screen-savers.js';
import { watchVncViewers } from '../x/vnc-viewers.js';

/** Which senders of lock signals are connected now. */
export interface LockSignalState {
  readonly logind: boolean;
  /** The session bus is there. Whether a screen saver is there shows only when it sends a signal. */
  readonly screenSaver: boolean;
  /** The display belongs to a VNC server, and its viewers are watched. */
  readonly vnc: boolean;
}

/**
 * Listens to the lock and sleep signals of a Linux desktop: Electron's own events for locking exist on
 * macOS and Windows only. The same lock may be told more than once.
 *
 * @param xDisplay the X server that shows the app's windows, or `null`
 * @returns who is heard now
 */
export function listenToLockSignals(
  listener: LockListener,
  xDisplay: string | null,
  env: NodeJS.ProcessEnv = process.env,
): () => LockSignalState {
  const logind = listenToLogind(systemBusAddress(env), env, listener);
  const address = sessionBusAddress(env);
  const screenSavers = address === null ? null : listenToScreenSavers(address, listener);
  const vnc = xDisplay === null ? null : watchVncViewers(xDisplay, listener);
  return () => ({
    logind: logind(),
    screenSaver: screenSavers?.connected ?? false,
    vnc: vnc?.() ?? false,
  });
}
