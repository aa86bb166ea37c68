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
 * also under Wayland. `GetSessionIdleTime` of the freedesktop screen saver was specified in seconds,
 * and KDE gives milliseconds: it is read as the latter, and who uses it must see that it rises with
 * the clock, as of any source. logind's `IdleHint` is not asked: "not idle" is also what it says
 * where nobody ever sets it.
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
        const milliseconds = Number(value);
        if (!Number.isFinite(milliseconds) || milliseconds < 0)
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
