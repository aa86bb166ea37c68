// @ts-check
// A screen of sway, which draws into memory. Keys come from wtype, like from an on-screen keyboard;
// the mouse is a virtual one that programs can use through sway.

import { chmodSync, chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readOutput } from '../processes.mjs';
import { swayWindows } from './sway-windows.mjs';
import { wtypeInput } from './wtype-input.mjs';
import { waitForSocket, waylandPlace } from './weston.mjs';

const socketName = 'wayland-1';

/** sway does not run as root, so root runs it as Debian's user `nobody`, who owns nothing. */
const nobody = { uid: 65534, gid: 65534 };

/** @type {import('../desktop.mjs').StartScreen} */
export async function swayScreen({ children, runtimeFolder, env, owner, width, height }) {
  const user = owner ?? (process.getuid?.() === 0 ? nobody : undefined);
  const folder = join(runtimeFolder, 'sway');
  mkdirSync(folder, { mode: 0o700 });
  const configuration = join(folder, 'config');
  writeFileSync(
    configuration,
    `xwayland disable
output HEADLESS-1 resolution ${width}x${height}
bindsym Mod4+1 workspace 1
bindsym Mod4+2 workspace 2
`,
  );
  if (user !== undefined) {
    chownSync(folder, user.uid, user.gid);
    // The user must reach sway's folder inside this one, and may list nothing here.
    chmodSync(runtimeFolder, 0o711);
  }
  const sway = children.start('sway', ['-c', configuration], {
    ...user,
    env: {
      ...{ PATH: env['PATH'], HOME: folder, XDG_RUNTIME_DIR: folder },
      ...{ WLR_BACKENDS: 'headless', WLR_RENDERER: 'pixman', WLR_LIBINPUT_NO_DEVICES: '1' },
    },
    stdio: 'ignore',
  });
  const socket = join(folder, socketName);
  await waitForSocket(sway, socket, 'sway');
  const place = waylandPlace(socket);
  const options = { env: { ...env, ...place.env }, ...owner };
  const input = await wtypeInput({ options, socket, width, height });
  sway.once('exit', () => input.close());
  return {
    ...place,
    env: { ...place.env, XDG_CURRENT_DESKTOP: 'sway' },
    display: '',
    authority: '',
    input,
    idleMilliseconds: () => Promise.resolve(input.idleMilliseconds),
    screenshot: async (file) => void (await readOutput('grim', [file], options)),
    windows: () => swayWindows(folder),
  };
}
