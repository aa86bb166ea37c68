import { BACKGROUND_BOUND_MS, Bus, BUS_DAEMON } from './bus.js';

const WATCHER = 'org.kde.StatusNotifierWatcher';
const OBJECT = { destination: WATCHER, path: '/StatusNotifierWatcher' };

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
    const there = await bus.property(OBJECT, WATCHER, 'IsStatusNotifierHostRegistered');
    // If two answers cross, the answer to the later question counts.
    if (own === turn) tell(there === true);
  };
  const bus: Bus = new Bus(
    address,
    {
      matches: MATCHES,
      onSignal: ({ member }) => {
        // Icons that come and go say nothing about the host.
        if (!member.startsWith('StatusNotifierItem')) void look();
      },
      onChange: () => void look(),
    },
    BACKGROUND_BOUND_MS,
  );
  return bus;
}
