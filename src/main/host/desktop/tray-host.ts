import { sessionBusAddress } from '../linux/bus/bus.js';
import { watchStatusNotifierHost } from '../linux/bus/status-notifier.js';
import { XDisplay } from '../linux/x/x-display.js';

/** How long the X server may take to accept the connection, in milliseconds. */
const OPEN_BOUND_MS = 2_000;

/**
 * Tells whether this desktop shows icons in a tray, each time that this changes; not told yet means
 * that it does not. Windows and macOS always do. On Linux Electron makes an icon without an error
 * where nobody shows it, such as on GNOME, so the desktop itself is asked.
 *
 * @param xDisplay the X server that shows the app's windows, or `null`
 */
export function watchTrayHost(xDisplay: string | null, tell: (there: boolean) => void): void {
  if (process.platform !== 'linux') {
    tell(true);
    return;
  }
  const hosts = { notifier: false, embedded: false };
  let told = false;
  const weigh = (kind: keyof typeof hosts, there: boolean): void => {
    hosts[kind] = there;
    const now = hosts.notifier || hosts.embedded;
    if (now === told) return;
    told = now;
    tell(now);
  };
  const address = sessionBusAddress();
  if (address !== null) watchStatusNotifierHost(address, (there) => weigh('notifier', there));
  if (xDisplay === null) return;
  // A tray of the older kind (XEMBED), into which Electron puts its icon where there is no such host. A
  // server that refuses the connection shows no icon either.
  XDisplay.open(xDisplay, OPEN_BOUND_MS)
    .then((opened) => opened.watchRole('_NET_SYSTEM_TRAY_S0', (there) => weigh('embedded', there)))
    .catch(() => weigh('embedded', false));
}
