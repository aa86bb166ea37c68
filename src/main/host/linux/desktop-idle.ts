import { Bus, sessionBusAddress } from './bus.js';

/** Asks a desktop how long nobody touched this computer. */
export interface DesktopIdle {
  /** For people, such as `GNOME`. */
  readonly name: string;
  /** @returns milliseconds; rejects when the desktop does not tell */
  read(): Promise<number>;
  dispose(): void;
}

/**
 * The desktops that tell over D-Bus how long nobody was there. GNOME's Mutter does in milliseconds,
 * also under Wayland. `GetSessionIdleTime` is in no specification: KDE gives milliseconds under X11,
 * others gave seconds, or time since something else. It is read as milliseconds, and who uses it must
 * see that it rises with the clock, as of any source. logind's `IdleHint` is not asked: "not idle" is
 * also what it says where nobody ever sets it.
 */
export function desktopIdles(env: NodeJS.ProcessEnv = process.env): readonly DesktopIdle[] {
  const address = sessionBusAddress(env);
  if (address === null) return [];
  const ask = (name: string, service: string, path: string, member: string): DesktopIdle => {
    let bus: Bus | null = null;
    return {
      name,
      read: async () => {
        bus ??= new Bus(address, {
          matches: [],
          onSignal: () => undefined,
          onChange: () => undefined,
        });
        const [value] = await bus.call({ destination: service, path, interface: service, member });
        const milliseconds = idleMilliseconds(value);
        if (milliseconds === null)
          throw new Error(`${name} did not tell how long this computer has been idle.`);
        return milliseconds;
      },
      dispose: () => bus?.dispose(),
    };
  };
  return [
    ask(
      'GNOME',
      'org.gnome.Mutter.IdleMonitor',
      '/org/gnome/Mutter/IdleMonitor/Core',
      'GetIdletime',
    ),
    ask(
      'the desktop’s screen saver',
      'org.freedesktop.ScreenSaver',
      '/org/freedesktop/ScreenSaver',
      'GetSessionIdleTime',
    ),
  ];
}

/** @returns what was answered as milliseconds, or `null` when it is no time */
export function idleMilliseconds(value: unknown): number | null {
  // Anything else must not be converted: an empty text or list would be zero, somebody who is there.
  const milliseconds = typeof value === 'bigint' ? Number(value) : value;
  if (typeof milliseconds !== 'number' || !Number.isFinite(milliseconds)) return null;
  return milliseconds < 0 ? null : milliseconds;
}
