// @ts-check
// A Wayland screen: Weston as a window that fills a private X screen. Input is real X input, which
// Weston takes as its own keyboard and mouse. Programs see only Wayland.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Stop } from '../cli.mjs';
import { readOutput, run } from '../processes.mjs';
import { isRunning } from './children.mjs';
import { handsAndEyes } from './x-screen.mjs';
import { startXServer } from './x-server.mjs';

const socket = 'wayland-0';

/** @type {import('../desktop.mjs').StartScreen} */
export async function westonScreen({ children, runtimeFolder, env, width, height }) {
  const server = await startXServer(children, { runtimeFolder, width, height });
  const outer = handsAndEyes({ ...server, env, owner: undefined });
  const onOuter = { env: { ...env, ...outer.env } };
  const weston = children.start(
    'weston',
    [
      ...['--backend=x11-backend.so', '--use-pixman', '--no-config', '--idle-time=0'],
      ...[`--width=${width}`, `--height=${height}`, `--socket=${socket}`],
    ],
    { ...onOuter, stdio: 'ignore' },
  );
  await waitForSocket(weston, join(runtimeFolder, socket), 'Weston');
  // There is no window manager, so Weston's window must be given the keyboard.
  const window = await windowOf('weston', onOuter);
  await readOutput('xdotool', ['windowfocus', window, 'mousemove', '2', '60'], onOuter);
  return { ...outer, ...waylandPlace(socket) };
}

/**
 * @param {string} name of the socket in the desktop's runtime folder
 * @returns {Pick<import('../desktop.mjs').Screen, 'env' | 'electronArgs'>}
 */
export function waylandPlace(name) {
  return {
    env: { WAYLAND_DISPLAY: name, XDG_SESSION_TYPE: 'wayland' },
    // Electron 33 would try X first.
    electronArgs: ['--ozone-platform=wayland'],
  };
}

/**
 * A Wayland desktop where the app runs on XWayland and other programs run natively.
 *
 * @param {string} name of the socket in the desktop's runtime folder
 * @param {{ display: string, authority: string }} x XWayland's display and its authority file
 * @returns {Pick<import('../desktop.mjs').Screen, 'env' | 'electronArgs'>}
 */
export function xwaylandPlace(name, { display, authority }) {
  const { env } = waylandPlace(name);
  return {
    env: { ...env, DISPLAY: display, ...(authority === '' ? {} : { XAUTHORITY: authority }) },
    electronArgs: ['--ozone-platform=x11'],
  };
}

/**
 * @param {import('./children.mjs').ChildProcess} compositor
 * @param {string} path
 * @param {string} name for the message
 */
export async function waitForSocket(compositor, path, name) {
  while (!existsSync(path)) {
    if (!isRunning(compositor)) {
      throw new Stop(`${name} did not start. Is it installed?`);
    }
    await sleep(50);
  }
}

/** @param {string} name @param {import('../processes.mjs').RunOptions} options */
async function windowOf(name, options) {
  for (let tries = 0; ; tries += 1) {
    const { stdout } = await run('xdotool', ['search', '--onlyvisible', '--class', name], options);
    const [window] = stdout.split('\n');
    if (window) return window;
    if (tries === 100) throw new Stop(`${name} did not show its screen.`);
    await sleep(50);
  }
}
