// @ts-check
// A screen of GNOME Shell without a real monitor. Keyboard and mouse use Mutter's remote desktop
// interface; the shell itself takes the screenshots.

import { Message, sessionBus } from '@jellybrick/dbus-next';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DeviceInput } from './device-input.mjs';
import { waitForBusName } from './session-bus.mjs';
import { waitForSocket, waylandPlace, xwaylandPlace } from './weston.mjs';

const socket = 'wayland-0';
const gnome = { XDG_CURRENT_DESKTOP: 'GNOME', XDG_SESSION_DESKTOP: 'gnome' };
/** How programs find the shell. */
export const shellPlace = waylandPlace(socket);
const shellName = 'org.gnome.Shell';
const remoteDesktop = 'org.gnome.Mutter.RemoteDesktop';
/** @type {[string, string]} */
const idleMonitor = ['org.gnome.Mutter.IdleMonitor', '/org/gnome/Mutter/IdleMonitor/Core'];
/** @type {[string, string]} */
const screenshots = ['org.gnome.Shell.Screenshot', '/org/gnome/Shell/Screenshot'];

/** @typedef {import('@jellybrick/dbus-next').MessageBus} MessageBus */

/**
 * @param {{ monitors?: readonly string[], xwayland?: boolean }} [options] monitors: sizes such as
 *   `1280x900`; xwayland: whether the app runs on XWayland
 * @returns {import('../desktop.mjs').StartScreen}
 */
export function gnomeScreen({ monitors, xwayland = false } = {}) {
  return async ({ children, runtimeFolder, env, owner, width, height }) => {
    const sizes = monitors ?? [`${width}x${height}`];
    const { command, args, variables } = shellProgram({ monitors: sizes, xwayland });
    const shell = children.start(command, args, {
      env: { ...env, ...variables },
      stdio: 'ignore',
    });
    await waitForSocket(shell, join(runtimeFolder, socket), 'GNOME Shell');
    const { bus, ...reached } = await reachShell({ env, owner, width, height });
    shell.once('exit', () => bus.disconnect());
    const place = xwayland ? xwaylandPlace(socket, await whereX(bus)) : shellPlace;
    return {
      ...place,
      env: { ...place.env, ...gnome },
      display: '',
      authority: '',
      ...reached,
    };
  };
}

/** @param {{ monitors: readonly string[], xwayland: boolean }} options as for `gnomeScreen` */
export function shellProgram({ monitors, xwayland }) {
  return {
    command: 'gnome-shell',
    args: [
      // Unsafe mode: any program on the shell's bus may take screenshots.
      ...['--headless', '--unsafe-mode', '--wayland-display', socket],
      ...(xwayland ? [] : ['--no-x11']),
      ...monitors.flatMap((size) => ['--virtual-monitor', size]),
    ],
    variables: {
      ...gnome,
      XDG_SESSION_TYPE: 'wayland',
      LIBGL_ALWAYS_SOFTWARE: '1',
      // Settings of this desktop only, deleted with it.
      GSETTINGS_BACKEND: 'memory',
    },
  };
}

/**
 * Waits until the shell answers, and leaves its overview.
 *
 * @param {Pick<import('../desktop.mjs').ScreenParts, 'env' | 'owner' | 'width' | 'height'>} parts
 */
export async function reachShell({ env, owner, width, height }) {
  const options = { env, ...owner };
  for (const name of [shellName, remoteDesktop, idleMonitor[0], screenshots[0]])
    await waitForBusName(name, true, options);
  const bus = sessionBus({ busAddress: env['DBUS_SESSION_BUS_ADDRESS'] ?? '' });
  const input = await remoteInput(bus, { width, height });
  await leaveOverview(bus, input);
  return {
    bus,
    input,
    idleMilliseconds: async () => Number(await call(bus, idleMonitor, 'GetIdletime')),
    screenshot: async (/** @type {string} */ file) =>
      void (await call(bus, screenshots, 'Screenshot', 'bbs', false, false, file)),
  };
}

/**
 * @param {MessageBus} bus
 * @param {readonly [name: string, path: string, interfaceName?: string]} at
 * @param {string} member
 * @param {string} [signature]
 * @param {...(boolean | number | string)} body
 * @returns {Promise<any>} the first value of the answer
 */
async function call(bus, at, member, signature, ...body) {
  return (await ask(bus, at, member, signature, ...body))[0];
}

/**
 * @param {MessageBus} bus
 * @param {readonly [name: string, path: string, interfaceName?: string]} at
 * @param {string} member
 * @param {string} [signature]
 * @param {...(boolean | number | string)} body
 * @returns {Promise<any[]>} all values of the answer
 */
async function ask(bus, [destination, path, name = destination], member, signature = '', ...body) {
  const message = { destination, path, interface: name, member, signature, body };
  return (await bus.call(new Message(message)))?.body ?? [];
}

/** The environment for X programs that the shell starts. @param {MessageBus} bus */
async function whereX(bus) {
  /** @param {string} name of a variable */
  const read = async (name) => {
    const script = `imports.gi.GLib.getenv('${name}')`;
    /** @type {[string, string, string]} */
    const shell = [shellName, objectOf(shellName), shellName];
    const [, answer] = await ask(bus, shell, 'Eval', 's', script);
    return JSON.parse(answer || '""');
  };
  return { display: await read('DISPLAY'), authority: await read('XAUTHORITY') };
}

/**
 * @param {MessageBus} bus
 * @param {{ width: number, height: number }} size
 */
async function remoteInput(bus, { width, height }) {
  const path = await call(bus, [remoteDesktop, objectOf(remoteDesktop)], 'CreateSession');
  /** @type {[string, string, string]} */
  const session = [remoteDesktop, path, `${remoteDesktop}.Session`];
  await call(bus, session, 'Start');
  const step = (/** @type {number} */ x, /** @type {number} */ y) =>
    call(bus, session, 'NotifyPointerMotionRelative', 'dd', x, y);
  return new DeviceInput({
    key: (code, down) => call(bus, session, 'NotifyKeyboardKeycode', 'ub', code, down),
    move: async (x, y) => {
      // The interface takes relative moves only. First into the corner, where the pointer stops.
      await step(-4 * width, -4 * height);
      await step(x, y);
    },
    button: (code, down) => call(bus, session, 'NotifyPointerButton', 'ib', code, down),
  });
}

/**
 * The shell starts with its overview, in which no window gets keys. Closes it, as a person does.
 *
 * @param {MessageBus} bus
 * @param {DeviceInput} input
 */
async function leaveOverview(bus, input) {
  /** @type {[string, string, string]} */
  const properties = [shellName, objectOf(shellName), 'org.freedesktop.DBus.Properties'];
  const isOpen = async () =>
    (await call(bus, properties, 'Get', 'ss', shellName, 'OverviewActive')).value === true;
  // The overview opens only after a moment.
  for (let quiet = 0; quiet < 5; quiet += 1) {
    if (await isOpen()) {
      await input.key('Escape');
      quiet = 0;
    }
    await sleep(300);
  }
}

/** @param {string} name of a service @returns {string} the path of its object */
function objectOf(name) {
  return `/${name.replaceAll('.', '/')}`;
}
