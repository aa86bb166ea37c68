import { Bus } from './bus.js';
import type { BusSignal } from './connection.js';
import { type LockListener, tellLocked } from '../../lock/computer-listener.js';

/** Savers with the signal `ActiveChanged(b)`: the freedesktop one (also KDE's) and its relatives. */
export const KIN: readonly string[] = [
  'org.freedesktop.ScreenSaver',
  'org.gnome.ScreenSaver',
  'org.cinnamon.ScreenSaver',
  'org.mate.ScreenSaver',
  'org.xfce.ScreenSaver',
];

/** Has the signals `Locked` and `Unlocked`, without a body. */
export const UNITY = 'com.canonical.Unity.Session';

/**
 * Listens to the screen savers of the desktops. Any program of this OS user can send their signals; the most
 * that these can do is lock.
 * @param address of the session bus
 */
export function listenToScreenSavers(address: string, listener: LockListener): Bus {
  return new Bus(address, {
    matches: [
      ...KIN.map((name) => `type='signal',interface='${name}',member='ActiveChanged'`),
      `type='signal',interface='${UNITY}'`,
    ],
    onSignal: (signal) => tellLocked(lockedBy(signal), listener),
  });
}

function lockedBy({ interface: name, member, body }: BusSignal): unknown {
  if (KIN.includes(name) && member === 'ActiveChanged') return body[0];
  if (name === UNITY && member === 'Locked') return true;
  if (name === UNITY && member === 'Unlocked') return false;
  return undefined;
}
