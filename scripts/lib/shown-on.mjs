// @ts-check
// Where the app of a developer appears: on this computer's display, or on a private one.

import { join } from 'node:path';
import { say } from './cli.mjs';
import { openDesktop } from './desktop.mjs';
import { userFolder } from './paths.mjs';

export const hasDisplay =
  process.platform !== 'linux' || Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);

/** Opens a private desktop, which keeps its home folder and keychain for the next time, and says how to see it. */
export async function openShownDesktop() {
  const desktop = await openDesktop({ stateDir: join(userFolder('state'), 'desktop') });
  say(`There is no display here: the app runs on a private one, ${desktop.display}. To see it:`);
  say(`  x11vnc -display ${desktop.display} -auth ${desktop.authority} -localhost -forever`);
  say('and connect a VNC viewer to this machine’s port 5900 (Debian package: x11vnc).');
  return desktop;
}

/** What the app is started with here. */
export function ownEnvironment() {
  const env = { ...process.env };
  // Terminals inside Electron apps set it, and it would make Electron a plain Node.
  delete env['ELECTRON_RUN_AS_NODE'];
  return env;
}
