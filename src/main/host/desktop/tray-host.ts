import { sessionBusAddress } from '../linux/bus/bus.js';
import { watchStatusNotifierHost } from '../linux/bus/status-notifier.js';
import { watchXTray } from '../linux/x/x-tray.js';

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
  if (xDisplay !== null) void watchXTray(xDisplay, (there) => weigh('embedded', there));
}
