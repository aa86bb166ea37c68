// @ts-check
// A screen of KWin, KDE's compositor, which draws into memory. Keyboard and mouse use its
// fake-input protocol.

import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeviceInput } from './device-input.mjs';
import { kwinScreenshot } from './kwin-screenshot.mjs';
import { fixed, WaylandClient } from './wayland-client.mjs';
import { waitForSocket, waylandPlace, xwaylandPlace } from './weston.mjs';

const socket = 'wayland-0';
const kde = { XDG_CURRENT_DESKTOP: 'KDE', KDE_FULL_SESSION: 'true', KDE_SESSION_VERSION: '5' };

/**
 * @param {{ xwayland?: boolean }} [options] whether the app runs on XWayland
 * @returns {import('../desktop.mjs').StartScreen}
 */
export function kwinScreen({ xwayland = false } = {}) {
  return async ({ children, runtimeFolder, env, owner, width, height }) => {
    // The installed file has capabilities, so the dynamic linker and Qt ignore parts of the
    // environment, and a container may refuse to start it. A copy has none.
    const program = join(runtimeFolder, 'kwin_wayland');
    copyFileSync('/usr/bin/kwin_wayland', program);
    const found = join(runtimeFolder, 'xwayland');
    const kwin = children.start(
      program,
      [
        ...['--virtual', '--width', `${width}`, '--height', `${height}`, '--socket', socket],
        // KWin runs this command when XWayland is ready; the command writes where XWayland is.
        ...(xwayland ? ['--xwayland', telling(found)] : []),
      ],
      {
        env: {
          ...env,
          ...kde,
          XDG_SESSION_TYPE: 'wayland',
          KWIN_COMPOSE: 'O2',
          LIBGL_ALWAYS_SOFTWARE: '1',
          QT_QUICK_BACKEND: 'software',
          KWIN_WAYLAND_NO_PERMISSION_CHECKS: '1',
          KWIN_SCREENSHOT_NO_PERMISSION_CHECKS: '1',
        },
        stdio: 'ignore',
      },
    );
    await waitForSocket(kwin, join(runtimeFolder, socket), 'KWin');
    if (xwayland) await waitForSocket(kwin, found, 'XWayland');
    const place = xwayland ? xwaylandPlace(socket, readTold(found)) : waylandPlace(socket);
    const hands = await WaylandClient.open(join(runtimeFolder, socket));
    kwin.once('exit', () => hands.close());
    return {
      ...place,
      env: { ...place.env, ...kde },
      display: '',
      authority: '',
      ...(await handsOn(hands)),
      screenshot: (file) => kwinScreenshot(file, { env, ...owner }),
    };
  };
}

/** @param {WaylandClient} hands */
async function handsOn(hands) {
  const fake = hands.bind('org_kde_kwin_fake_input', 4);
  hands.request(fake, 0, 'clinic tests', 'a person at work');
  await hands.settle();
  const input = new DeviceInput({
    key: async (code, down) => {
      hands.request(fake, 10, code, down ? 1 : 0);
      await hands.settle();
    },
    move: async (x, y) => {
      hands.request(fake, 9, fixed(x), fixed(y));
      await hands.settle();
    },
    button: async (code, down) => {
      hands.request(fake, 2, code, down ? 1 : 0);
      await hands.settle();
    },
  });
  return { input, idleMilliseconds: () => Promise.resolve(input.idleMilliseconds) };
}

/** @param {string} file @returns {string} a command that writes X's display and authority */
function telling(file) {
  return `sh -c "echo $DISPLAY $XAUTHORITY > '${file}.part'; mv '${file}.part' '${file}'"`;
}

/** @param {string} file */
function readTold(file) {
  const [display = '', authority = ''] = readFileSync(file, 'utf8').trim().split(' ');
  return { display, authority };
}
