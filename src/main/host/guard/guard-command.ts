import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { app } from 'electron';
import { shellGuard } from './guard.js';
import type { StartedGuard } from './guard-run.js';
import { windowsGuard } from '../windows/guard.js';

/** `--clear-leftovers=FILE` clears what a killed run left; FILE is the guard's file of that run. */
export const CLEAR_LEFTOVERS = 'clear-leftovers';

/** Switches that this computer needs to run the app at all, and that a second start needs too. */
const CARRIED_SWITCHES = ['no-sandbox', 'password-store'] as const;

/**
 * Starts this run's guard.
 * @param folder for the guard's files, inside the account's folder
 */
export function startGuard(folder: string): StartedGuard {
  const run = randomUUID();
  const scratch = join(tmpdir(), `clinic-workstation-guard-${run}`);
  const options = {
    folder,
    run,
    scratch,
    command: (file: string) => [
      process.execPath,
      ...CARRIED_SWITCHES.flatMap(carried),
      ...(app.isPackaged ? [] : [app.getAppPath()]),
      // A folder of its own for what Chromium writes: the account's may be in use again by then.
      `--user-data-dir=${scratch}`,
      '--disable-gpu',
      // It shows nothing, and at a log-out the display may be gone before it starts.
      ...(process.platform === 'linux' ? ['--ozone-platform=headless'] : []),
      `--${CLEAR_LEFTOVERS}=${file}`,
    ],
  };
  if (process.platform === 'win32') return windowsGuard({ ...options, pid: process.pid });
  return shellGuard(options);
}

function carried(name: string): readonly string[] {
  if (!app.commandLine.hasSwitch(name)) return [];
  const value = app.commandLine.getSwitchValue(name);
  return [value === '' ? `--${name}` : `--${name}=${value}`];
}
