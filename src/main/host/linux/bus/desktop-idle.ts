import { say } from '../../../../shared/words/say.js';
import { Bus, BUS_DAEMON, sessionBusAddress } from './bus.js';

/** Asks a desktop how long nobody touched this computer. */
export interface DesktopIdle {
  /** For people, such as `GNOME`. */
  readonly name: string;
  /** @returns milliseconds; rejects when the desktop does not tell */
  read(): Promise<number>;
}

export interface DesktopIdles {
  /** GNOME itself, and nobody who only says so: what it tells needs no trial. */
  readonly gnome: DesktopIdle;
  /** Whoever answers, the likeliest first: who uses one must see that it rises with the clock. */
  readonly anybody: readonly DesktopIdle[];
}

const SHELL = 'org.gnome.Shell';

/** What is asked of a desktop: the service, its object, and the method. */
interface Question {
  readonly service: string;
  readonly path: string;
  readonly member: string;
}

const MUTTER: Question = {
  service: 'org.gnome.Mutter.IdleMonitor',
  path: '/org/gnome/Mutter/IdleMonitor/Core',
  member: 'GetIdletime',
};

const SCREEN_SAVER: Question = {
  service: 'org.freedesktop.ScreenSaver',
  path: '/org/freedesktop/ScreenSaver',
  member: 'GetSessionIdleTime',
};

/**
 * The desktops that tell over D-Bus how long nobody was there. GNOME's Mutter does in milliseconds,
 * also under Wayland and while a film keeps the screen awake. `GetSessionIdleTime` is in no
 * specification: KDE gives milliseconds under X11, others gave seconds, or time since something else.
 * It is read as milliseconds. logind's `IdleHint` is not asked: "not idle" is also what it says where
 * nobody ever sets it.
 *
 * @returns `null` where the OS session has no bus
 */
export function desktopIdles(env: NodeJS.ProcessEnv = process.env): DesktopIdles | null {
  const address = sessionBusAddress(env);
  if (address === null) return null;
  let opened: Bus | null = null;
  const bus = (): Bus =>
    (opened ??= new Bus(address, {
      matches: [],
      onSignal: () => undefined,
      onChange: () => undefined,
    }));
  const ask = async (question: Question, destination: string): Promise<number> => {
    const { service, path, member } = question;
    const [value] = await bus().call({ destination, path, interface: service, member });
    const milliseconds = idleMilliseconds(value);
    if (milliseconds === null)
      throw new Error(`${service} did not tell how long this computer has been idle.`);
    return milliseconds;
  };
  let shell: Promise<string> | null = null;
  const askShell = async (): Promise<number> => {
    try {
      return await ask(MUTTER, await (shell ??= shellWithMonitor(bus())));
    } catch (error) {
      // Another one may have come.
      shell = null;
      throw error;
    }
  };
  const named = (name: string, question: Question): DesktopIdle => ({
    name,
    read: () => ask(question, question.service),
  });
  return {
    gnome: { name: 'GNOME', read: askShell },
    anybody: [named('GNOME', MUTTER), named(say('the desktop’s screen saver'), SCREEN_SAVER)],
  };
}

/**
 * The connection of the GNOME Shell that also has the idle monitor: a name on the bus is whose comes
 * first, so a program that has the monitor's alone is not GNOME. The connection's own name is asked,
 * which nobody can take over.
 */
async function shellWithMonitor(bus: Bus): Promise<string> {
  const owner = async (name: string): Promise<unknown> => {
    const call = { ...BUS_DAEMON, member: 'GetNameOwner', signature: 's', body: [name] };
    return (await bus.call(call))[0];
  };
  const [shell, monitor] = await Promise.all([owner(SHELL), owner(MUTTER.service)]);
  if (typeof shell !== 'string' || shell !== monitor)
    throw new Error('GNOME Shell is not there, or has no idle monitor.');
  return shell;
}

/** @returns what was answered as milliseconds, or `null` when it is no time */
export function idleMilliseconds(value: unknown): number | null {
  // Anything else must not be converted: an empty text or list would be zero, somebody who is there.
  const milliseconds = typeof value === 'bigint' ? Number(value) : value;
  if (typeof milliseconds !== 'number' || !Number.isFinite(milliseconds)) return null;
  return milliseconds < 0 ? null : milliseconds;
}
