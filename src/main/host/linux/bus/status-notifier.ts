import { Variant } from '@jellybrick/dbus-next';
import { Bus, BUS_DAEMON } from './bus.js';

const WATCHER = 'org.kde.StatusNotifierWatcher';

const MATCHES = [
  `type='signal',interface='${WATCHER}'`,
  `type='signal',sender='${BUS_DAEMON.destination}',member='NameOwnerChanged',arg0='${WATCHER}'`,
];

/**
 * Tells whether this desktop shows status icons by the StatusNotifierItem protocol (KDE, Xfce, Cinnamon,
 * MATE, LXQt and GNOME's AppIndicator extension), whenever that may have changed. A watcher without a host
 * shows nothing.
 *
 * @param address of the session bus
 */
export function watchStatusNotifierHost(address: string, tell: (there: boolean) => void): Bus {
  let turn = 0;
  const look = async (): Promise<void> => {
    turn += 1;
    const own = turn;
    const there = await isHostRegistered(bus);
    // If two answers cross, the answer to the later question counts.
    if (own === turn) tell(there);
  };
  const bus: Bus = new Bus(address, {
    matches: MATCHES,
    onSignal: ({ member }) => {
      // Icons that come and go say nothing about the host.
      if (!member.startsWith('StatusNotifierItem')) void look();
    },
    onChange: () => void look(),
  });
  return bus;
}

async function isHostRegistered(bus: Bus): Promise<boolean> {
  try {
    const [value] = await bus.call({
      destination: WATCHER,
      path: '/StatusNotifierWatcher',
      interface: 'org.freedesktop.DBus.Properties',
      member: 'Get',
      signature: 'ss',
      body: [WATCHER, 'IsStatusNotifierHostRegistered'],
    });
    return value instanceof Variant && value.value === true;
  } catch {
    return false;
  }
}
