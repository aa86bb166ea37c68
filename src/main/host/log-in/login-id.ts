import { randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { Bus, BUS_DAEMON, sessionBusAddress } from '../linux/bus/bus.js';
import { withXDisplay } from '../linux/x/with-x-display.js';
import { type RunProgram, runProgram } from '../process/run-program.js';
import { reg, registryValue } from '../windows/system-programs.js';

/** How long each part of the system may take to tell, in milliseconds. */
const BOUND_MS = 2_000;

const BOUNDS = { timeMs: BOUND_MS, output: 65_536 } as const;

/** The name of the mark that the app leaves. The end of a log-in deletes it. */
const MARK = 'CLINIC_WORKSTATION_LOGIN';

/** Windows makes this key at each log-in, and deletes it with the log-out. */
const VOLATILE_KEY = 'HKCU\\Volatile Environment';

/**
 * An id of this log-in to the computer. It stays the same until the person logs out, or until their X
 * server or compositor ends, whatever happens to this app. The app leaves a mark where it cannot outlive
 * the log-in; a new mark means a new log-in.
 *
 * @returns `null` where the system does not tell
 */
export async function loginId(
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
  run: RunProgram = runProgram,
): Promise<string | null> {
  try {
    if (platform === 'linux') return await linuxLogin(env);
    if (platform === 'darwin') return await macLogin(run);
    return platform === 'win32' ? await windowsLogin(run) : null;
  } catch {
    return null;
  }
}

/** Uses the variables alone: the guard's process, which shows nothing, asks too. */
async function linuxLogin(env: NodeJS.ProcessEnv): Promise<string | null> {
  const display = compositor(env) ?? (await xServer(env));
  const bus = await sessionBusId(env);
  return display === null || bus === null
    ? null
    : [display, bus, env['XDG_SESSION_ID'] ?? ''].join(' ');
}

/** A property of the root window goes with the X server, and with its reset at the end of a log-in. */
async function xServer({ DISPLAY: display }: NodeJS.ProcessEnv): Promise<string | null> {
  if (display === undefined) return null;
  return withXDisplay(display, BOUND_MS, (opened) => opened.mark(MARK, randomUUID()));
}

/** A compositor makes its socket anew at each start. @returns `null` where none is there */
function compositor({
  XDG_RUNTIME_DIR: runtime = '',
  WAYLAND_DISPLAY: name = '',
}: NodeJS.ProcessEnv): string | null {
  if (name === '') return null;
  const socket = name.startsWith('/') ? name : join(runtime, name);
  const found = statSync(socket, { throwIfNoEntry: false });
  return found === undefined ? null : `${found.ino}/${found.ctimeMs}`;
}

async function sessionBusId(env: NodeJS.ProcessEnv): Promise<string | null> {
  const address = sessionBusAddress(env);
  if (address === null) return null;
  const bus = new Bus(address, {}, BOUND_MS);
  try {
    const id = await bus.call({ ...BUS_DAEMON, member: 'GetId' });
    return typeof id === 'string' ? id : null;
  } finally {
    bus.dispose();
  }
}

/** The environment that launchd keeps for the programs of one log-in. */
async function macLogin(run: RunProgram): Promise<string | null> {
  const launchctl = (...args: readonly string[]): Promise<string> =>
    run('/bin/launchctl', args, BOUNDS);
  const read = async (): Promise<string> => (await launchctl('getenv', MARK)).trim();
  if ((await read()) === '') await launchctl('setenv', MARK, randomUUID());
  return (await read()) || null;
}

async function windowsLogin(run: RunProgram): Promise<string | null> {
  const known = await registryValue(run, VOLATILE_KEY, MARK);
  if (known !== null) return known;
  const value = ['/v', MARK, '/t', 'REG_SZ', '/d', randomUUID(), '/f'];
  await reg(run, 'add', VOLATILE_KEY, ...value);
  return registryValue(run, VOLATILE_KEY, MARK);
}
