import type { SystemAnswer } from '../../../shared/workstation/check-up.js';
import type { RunProgram } from '../process/run-program.js';

const BOUNDS = { timeMs: 3_000, output: 4_096 } as const;

/** Asks a desktop's own program for one setting. @returns what it wrote, or `null` where it is not there */
type Ask = (program: string, ...args: readonly string[]) => Promise<string | null>;

/** The desktops that tell, by the names in `XDG_CURRENT_DESKTOP`. */
const DESKTOPS: Readonly<Record<string, (ask: Ask) => Promise<SystemAnswer>>> = {
  GNOME: (ask) => gnomeLike(ask, 'org.gnome.desktop'),
  'X-Cinnamon': (ask) => gnomeLike(ask, 'org.cinnamon.desktop'),
  KDE: plasma,
  XFCE: xfce,
};

/** Whether the desktop locks the screen by itself, as the person has set it up. */
export async function linuxScreenLock(
  env: NodeJS.ProcessEnv,
  run: RunProgram,
): Promise<SystemAnswer> {
  const ask: Ask = (program, ...args) =>
    run(`/usr/bin/${program}`, args, BOUNDS).then(
      (text) => text.trim(),
      () => null,
    );
  // Several names at once: `ubuntu:GNOME`.
  for (const name of (env['XDG_CURRENT_DESKTOP'] ?? '').split(':')) {
    const desktop = Object.hasOwn(DESKTOPS, name) ? DESKTOPS[name] : undefined;
    if (desktop !== undefined) return desktop(ask);
  }
  return 'unknown';
}

/** GNOME and Cinnamon lock when the screen turns idle: never, where the delay is 0. */
async function gnomeLike(ask: Ask, schema: string): Promise<SystemAnswer> {
  const isLocking = await ask('gsettings', 'get', `${schema}.screensaver`, 'lock-enabled');
  const delay = await ask('gsettings', 'get', `${schema}.session`, 'idle-delay');
  if (isLocking === null || delay === null) return 'unknown';
  const seconds = Number(/^uint32 (\d+)$/.exec(delay)?.[1] ?? Number.NaN);
  if (isLocking === 'false' || seconds === 0) return 'off';
  return isLocking === 'true' && seconds > 0 ? 'on' : 'unknown';
}

async function plasma(ask: Ask): Promise<SystemAnswer> {
  const read = async (key: string, usual: string): Promise<string | null> => {
    const args = ['--file', 'kscreenlockerrc', '--group', 'Daemon', '--key', key];
    return (
      (await ask('kreadconfig6', ...args, '--default', usual)) ??
      ask('kreadconfig5', ...args, '--default', usual)
    );
  };
  const isLocking = await read('Autolock', 'true');
  const minutes = await read('Timeout', '5');
  if (isLocking === null || minutes === null) return 'unknown';
  return isLocking === 'true' && Number(minutes) > 0 ? 'on' : 'off';
}

/** Only what somebody set is told here, and another program may lock instead: it is believed when it says on. */
async function xfce(ask: Ask): Promise<SystemAnswer> {
  const read = (property: string): Promise<string | null> =>
    ask('xfconf-query', '-c', 'xfce4-screensaver', '-p', property);
  const isLocking = await read('/lock/enabled');
  const withSaver = await read('/lock/saver-activation/enabled');
  return isLocking === 'true' && withSaver === 'true' ? 'on' : 'unknown';
}
