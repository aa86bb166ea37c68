import { say } from '../../../../shared/words/say.js';
import type { OtherIdle } from '../../idle/asked-idle.js';
import { Bus, ownerOf, sessionBusAddress } from './bus.js';

export interface DesktopIdles {
  /** GNOME Shell itself, not a program that only claims the name: its answers need no trial. */
  readonly gnome: OtherIdle;
  /** Any program that answers, the likeliest first: the caller must check that it rises with the clock. */
  readonly anybody: readonly OtherIdle[];
}

const SHELL = 'org.gnome.Shell';

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
 * The desktops that tell the idle time over D-Bus. GNOME's Mutter tells milliseconds, also under Wayland
 * and while a film keeps the screen awake. `GetSessionIdleTime` is in no specification: KDE gives
 * milliseconds under X11, others gave seconds, or time since something else. The app reads it as
 * milliseconds. logind's `IdleHint` is not asked: where nobody sets it, it also says "not idle".
 *
 * @returns `null` where the OS session has no bus
 */
export function desktopIdles(env: NodeJS.ProcessEnv = process.env): DesktopIdles | null {
  const address = sessionBusAddress(env);
  if (address === null) return null;
  let opened: Bus | null = null;
  const bus = (): Bus => (opened ??= new Bus(address));
  const ask = async (question: Question, destination: string): Promise<number> => {
    const { service, path, member } = question;
    const answer = await bus().call({ destination, path, interface: service, member });
    const milliseconds = idleMilliseconds(answer);
    if (milliseconds === null)
      throw new Error(`${service} did not tell how long this computer has been idle.`);
    return milliseconds;
  };
  let shell: Promise<string> | null = null;
  const askShell = async (): Promise<number> => {
    try {
      return await ask(MUTTER, await (shell ??= shellWithMonitor(bus())));
    } catch (error) {
      // Another GNOME Shell may have started.
      shell = null;
      throw error;
    }
  };
  const named = (name: string, question: Question): OtherIdle => ({
    name,
    read: () => ask(question, question.service),
  });
  return {
    gnome: { name: 'GNOME', read: askShell },
    anybody: [named('GNOME', MUTTER), named(say('the desktop’s screen saver'), SCREEN_SAVER)],
  };
}

/**
 * Finds the connection of the GNOME Shell that also owns the idle monitor's name. The first program that
 * asks for a name on the bus gets it, so a program that has only the monitor's name is not GNOME. The
 * caller asks the connection's unique name, which nobody can take over.
 */
async function shellWithMonitor(bus: Bus): Promise<string> {
  const names = [SHELL, MUTTER.service];
  const [shell, monitor] = await Promise.all(names.map((name) => bus.call(ownerOf(name))));
  if (typeof shell !== 'string' || shell !== monitor)
    throw new Error('GNOME Shell is not there, or has no idle monitor.');
  return shell;
}

/** @returns the answer in milliseconds, or `null` when it is no time */
export function idleMilliseconds(value: unknown): number | null {
  // Other types must not be converted: an empty text or list would become 0, as if somebody were there.
  const milliseconds = typeof value === 'bigint' ? Number(value) : value;
  if (typeof milliseconds !== 'number' || !Number.isFinite(milliseconds)) return null;
  return milliseconds < 0 ? null : milliseconds;
}
