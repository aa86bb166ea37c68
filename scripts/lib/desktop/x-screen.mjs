// @ts-check
// A screen of X: the server, a window manager, and input by XTEST.

import { chownSync } from 'node:fs';
import { readOutput } from '../processes.mjs';
import { Input } from './input.mjs';
import { startWindowManager, startXServer } from './x-server.mjs';

/** @typedef {import('../desktop.mjs').Owner} Owner */

/**
 * @param {object} options
 * @param {'openbox' | 'xfwm4' | null} options.windowManager
 * @param {number | undefined} [options.vncPort]
 * @param {boolean} [options.tellsIdle] whether the server tells how long it has been idle, true by default
 * @returns {import('../desktop.mjs').StartScreen}
 */
export function xScreen({ windowManager, vncPort, tellsIdle }) {
  return async ({ children, runtimeFolder, env, owner, width, height }) => {
    const { display, authority, close } = await startXServer(children, {
      ...{ runtimeFolder, width, height, vncPort, tellsIdle },
    });
    if (owner !== undefined) chownSync(authority, owner.uid, owner.gid);
    const screen = handsAndEyes({ display, authority, env, owner });
    const onScreen = { env: { ...env, ...screen.env }, ...owner };
    if (windowManager !== null) await startWindowManager(children, windowManager, onScreen);
    return { ...screen, close };
  };
}

/**
 * What every X server can: real input, its own count of idle time, pictures.
 *
 * @param {{ display: string, authority: string, env: Record<string, string>, owner: Owner | undefined }} parts
 * @returns {import('../desktop.mjs').Screen}
 */
export function handsAndEyes({ display, authority, env, owner }) {
  const added = { DISPLAY: display, XAUTHORITY: authority, XDG_SESSION_TYPE: 'x11' };
  const options = { env: { ...env, ...added }, ...owner };
  return {
    display,
    authority,
    env: added,
    electronArgs: [],
    input: new Input(options),
    idleMilliseconds: async () => Number(await readOutput('xprintidle', [], options)),
    screenshot: async (file) =>
      void (await readOutput('maim', [file], { env: { ...env, ...added } })),
  };
}
