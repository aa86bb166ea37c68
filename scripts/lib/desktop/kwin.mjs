// @ts-check
// A screen of KWin, KDE's compositor, which draws into memory. Keyboard and mouse come over its
// fake-input protocol.

import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeviceInput } from './device-input.mjs';
import { kwinScreenshot } from './kwin-screenshot.mjs';
import { fixed, WaylandClient } from './wayland-client.mjs';
import { waitForSocket, waylandPlace } from './weston.mjs';

const socket = 'wayland-0';

/** @type {import('../desktop.mjs').StartScreen} */
export async function kwinScreen({ children, runtimeFolder, env, owner, width, height }) {
  const place = waylandPlace(socket);
  const kde = { XDG_CURRENT_DESKTOP: 'KDE', KDE_FULL_SESSION: 'true', KDE_SESSION_VERSION: '5' };
  // The installed file has capabilities: with them the dynamic linker and Qt mistrust the environment,
  // and a container may refuse to start it. A copy has none.
  const program = join(runtimeFolder, 'kwin_wayland');
  copyFileSync('/usr/bin/kwin_wayland', program);
  const kwin = children.start(
    program,
    ['--virtual', '--width', `${width}`, '--height', `${height}`, '--socket', socket],
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
  const hands = await WaylandClient.open(join(runtimeFolder, socket));
  kwin.once('exit', () => hands.close());
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
  return {
    ...place,
    env: { ...place.env, ...kde },
    display: '',
    authority: '',
    input,
    idleMilliseconds: () => Promise.resolve(input.idleMilliseconds),
    screenshot: (file) => kwinScreenshot(file, { env, ...owner }),
  };
}
