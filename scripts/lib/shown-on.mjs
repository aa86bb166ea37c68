// @ts-check
// Where a developer's app appears: on this computer's display, or on a private desktop.

import { join } from 'node:path';
import { say } from './cli.mjs';
import { openDesktop } from './desktop.mjs';
import { userFolder } from './paths.mjs';

export const hasDisplay =
  process.platform !== 'linux' || Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);

/**
 * Opens a private desktop and says how to see it. It keeps its home folder and keychain for the
 * next time.
 */
export async function openShownDesktop() {
  const desktop = await openDesktop({ stateDir: join(userFolder('state'), 'desktop') });
  say(`There is no display here: the app runs on a private one, ${desktop.display}. To see it:`);
  say(`  x11vnc -display ${desktop.display} -auth ${desktop.authority} -localhost -forever`);
  say('and connect a VNC viewer to this machine’s port 5900 (Debian package: x11vnc).');
  return desktop;
}

/** The app's environment on this computer's display. */
export function ownEnvironment() {
  const env = { ...process.env };
  // Terminals inside Electron apps set this variable, and with it Electron runs as a plain Node.
  delete env['ELECTRON_RUN_AS_NODE'];
  return env;
}
