// @ts-check
// The private desktop's screen: an X server that draws into memory, and a small window manager on
// it, so that windows are stacked, focused and kept on top as on a real desktop.

import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Stop } from '../cli.mjs';
import { run } from '../processes.mjs';
import { isRunning, readReadyLine } from './children.mjs';

/** With what they are started. */
const windowManagers = { openbox: ['--sm-disable'], xfwm4: ['--compositor=off'] };

/** Family "wild" of an Xauthority entry: holds for every host and display. */
const familyWild = 0xffff;

/**
 * @param {import('./children.mjs').Children} children
 * @param {object} options
 * @param {string} options.runtimeFolder
 * @param {number} options.width
 * @param {number} options.height
 * @param {number | undefined} [options.vncPort]
 * @param {boolean | undefined} [options.tellsIdle]
 * @returns {Promise<{ display: string, authority: string, close: () => void }>}
 */
export async function startXServer(children, options) {
  const { runtimeFolder, width, height, vncPort, tellsIdle = true } = options;
  const authority = join(runtimeFolder, 'Xauthority');
  // Without it, any program of any user on this machine could type into the desktop.
  writeFileSync(authority, authorityEntry(randomBytes(16)), { mode: 0o600 });
  const self = { uid: process.getuid?.(), gid: process.getgid?.() };
  const server = children.start(
    vncPort === undefined ? 'Xvfb' : 'Xtigervnc',
    [
      // It picks a free number itself and writes it here: the way that is safe when several start.
      ...['-displayfd', '3'],
      ...(vncPort === undefined
        ? ['-screen', '0', `${width}x${height}x24`]
        : vncScreen(vncPort, `${width}x${height}`)),
      ...['-auth', authority],
      ...['-nolisten', 'tcp'],
      // Else the server, and with it the idle time, resets whenever its last client leaves.
      '-noreset',
      // No screen saver of its own: only the app under test decides what happens when idle.
      ...['-s', '0'],
      ...(tellsIdle ? [] : ['-extension', 'MIT-SCREEN-SAVER']),
    ],
    // Always as this process's own user: the folder of X sockets is root's on a fresh machine.
    { ...self, stdio: ['ignore', 'ignore', 'ignore', 'pipe'] },
  );
  const number = await readReadyLine(server, 'The virtual screen');
  return { display: `:${number}`, authority, close: () => void server.kill('SIGKILL') };
}

/**
 * A screen that is seen by VNC, from this computer alone.
 *
 * @param {number} port
 * @param {string} size
 */
function vncScreen(port, size) {
  const viewers = ['-rfbport', String(port), '-localhost', '-SecurityTypes', 'None'];
  return ['-geometry', size, '-depth', '24', ...viewers];
}

/**
 * Starts the window manager, and waits until it manages the screen: a window that a program shows
 * before that is one that nobody stacks or lists, perhaps for a while, perhaps for good.
 *
 * @param {import('./children.mjs').Children} children
 * @param {keyof typeof windowManagers} name
 * @param {import('../processes.mjs').RunOptions} options the desktop's environment and owner
 * @throws {Stop} when it ends instead
 */
export async function startWindowManager(children, name, options) {
  const manager = children.start(name, windowManagers[name], { env: options.env, stdio: 'ignore' });
  while (!(await answers(options))) {
    if (!isRunning(manager)) {
      throw new Stop(`${name}, the window manager, did not start.`);
    }
    await sleep(20);
  }
}

/**
 * Asks for one workspace. openbox puts its name up before it takes what programs ask for, and lets a
 * window of that moment lie for good: only an answer shows that it listens.
 *
 * @param {import('../processes.mjs').RunOptions} options
 */
async function answers(options) {
  await run('xdotool', ['set_num_desktops', '1'], options);
  const { stdout } = await run('xprop', ['-root', '_NET_NUMBER_OF_DESKTOPS'], options);
  return stdout.trim().endsWith('= 1');
}

/**
 * One entry of an Xauthority file (see Xau(3)): a family, then address, display number, scheme and
 * secret, each after its length. No address or number means: whatever they are.
 *
 * @param {Buffer} secret
 */
export function authorityEntry(secret) {
  const family = Buffer.alloc(2);
  family.writeUInt16BE(familyWild);
  const fields = [Buffer.alloc(0), Buffer.alloc(0), Buffer.from('MIT-MAGIC-COOKIE-1'), secret];
  const counted = fields.flatMap((field) => {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(field.length);
    return [length, field];
  });
  return Buffer.concat([family, ...counted]);
}
