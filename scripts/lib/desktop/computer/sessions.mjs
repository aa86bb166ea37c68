// @ts-check
// The desktops that a session of the virtual computer can have: how they start there, and how this
// machine reaches their keyboard and screen.

import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { reachShell, shellPlace, shellProgram } from '../gnome.mjs';
import { handsAndEyes } from '../x-screen.mjs';

const size = { width: 1280, height: 900 };

/** @typedef {Pick<import('../../desktop.mjs').Screen, 'input' | 'screenshot' | 'electronArgs'>} Reached */

/**
 * @typedef {object} SessionKind
 * @property {Record<string, string>} variables that the session starts with
 * @property {readonly string[]} command what session.sh starts the screen with; empty: an X server
 * @property {(parts: { env: Record<string, string>, shared: string }) => Promise<Reached & { leave: () => void }>} reach
 *   `leave` gives up the connection, if there is one
 */

/** @type {SessionKind} */
export const xSession = {
  variables: { XDG_SESSION_TYPE: 'x11' },
  command: [],
  reach: async ({ env }) => ({
    ...handsAndEyes({
      ...{ display: env['DISPLAY'] ?? '', authority: env['XAUTHORITY'] ?? '' },
      ...{ env, owner: undefined },
    }),
    leave: () => {},
  }),
};

const shell = shellProgram({ monitors: [`${size.width}x${size.height}`], xwayland: false });

/** @type {SessionKind} */
export const gnomeSession = {
  variables: { ...shell.variables, ...shellPlace.env },
  command: [shell.command, ...shell.args],
  reach: async ({ env, shared }) => {
    const { bus, input, screenshot } = await reachShell({ env, owner: undefined, ...size });
    // The shell can write only there, where this machine sees it.
    const picture = join(shared, 'screen.png');
    return {
      input,
      electronArgs: shellPlace.electronArgs,
      screenshot: async (file) => {
        await screenshot(picture);
        copyFileSync(picture, file);
      },
      leave: () => bus.disconnect(),
    };
  },
};
