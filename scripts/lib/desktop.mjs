// @ts-check
// A whole desktop in memory, apart from the person's own: screen, window manager, session bus,
// keychain, keyboard and mouse. Tests, demo and benches run the app on it, and so does `npm start`
// on a machine without a display. `setup({ needs: { desktop: true } })` installs what it takes.

import { chownSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stop } from './cli.mjs';
import { startAccessibility } from './desktop/accessibility.mjs';
import { Children } from './desktop/children.mjs';
import { Input } from './desktop/input.mjs';
import { Keyring } from './desktop/keyring.mjs';
import { startSessionBus } from './desktop/session-bus.mjs';
import { startWindowManager, startXServer } from './desktop/x-server.mjs';
import { run } from './processes.mjs';

/**
 * @typedef {object} DesktopOptions
 * @property {number} [width] of the screen in pixels, 1280 by default
 * @property {number} [height] of the screen in pixels, 900 by default
 * @property {number} [vncPort] a port for VNC viewers, where the screen is one of a VNC server
 * @property {boolean} [keyring] whether the keyring runs from the start, true by default
 * @property {boolean} [windowManager] true by default
 * @property {Owner} [owner] whose desktop it is, where that is not this process's user: only root may
 *   open one for somebody else
 * @property {boolean} [accessibility] whether screen readers can read it, false by default
 * @property {string} [stateDir] where home folder and keyring are kept for the next time;
 *   by default they vanish with the desktop
 */

/** @typedef {{ uid: number, gid: number }} Owner a user of this machine */

/** @typedef {Awaited<ReturnType<typeof openDesktop>>} Desktop */

/** Variables of the person's own desktop, or that change what Electron is. */
const foreignVariables =
  /^(XDG_|DBUS_|GNOME_|GTK_|GDK_|WAYLAND_|SESSION_MANAGER$|DESKTOP_SESSION$|ELECTRON_)/;

/** Where Linux keeps files in memory. */
const memoryFolder = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** The desktops that are open in this process. @type {Set<() => void>} */
const openDesktops = new Set();

/** @param {DesktopOptions} [options] */
export async function openDesktop(options = {}) {
  const { width = 1280, height = 900, windowManager = true, owner, vncPort } = options;
  const runtimeFolder = mkdtempSync(join(tmpdir(), 'clinic-desktop-'));
  const memory = mkdtempSync(join(memoryFolder, 'clinic-desktop-'));
  const stateFolder = options.stateDir ?? join(runtimeFolder, 'state');
  const home = join(stateFolder, 'home');
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const children = new Children(owner);

  const closeNow = () => {
    openDesktops.delete(closeNow);
    children.closeNow();
    // A program that is just ending may still write there.
    for (const folder of [runtimeFolder, memory]) {
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    }
  };
  cleanUpWithProcess();
  openDesktops.add(closeNow);

  /** Ends everything that runs on the desktop, and the desktop. */
  const close = async () => {
    await children.close();
    closeNow();
  };

  try {
    const env = baseEnvironment(memory, home);
    if (options.accessibility) delete env['NO_AT_BRIDGE'];
    const screen = await startXServer(children, { runtimeFolder, width, height, vncPort });
    if (owner !== undefined)
      giveTo(owner, runtimeFolder, memory, stateFolder, home, screen.authority);
    Object.assign(env, { DISPLAY: screen.display, XAUTHORITY: screen.authority });
    const bus = await startSessionBus(children, { runtimeFolder, env });
    // The machine's own sleep and lock signals stay outside; tests can play logind here.
    Object.assign(env, { DBUS_SESSION_BUS_ADDRESS: bus, DBUS_SYSTEM_BUS_ADDRESS: bus });
    if (windowManager) await startWindowManager(children, { env, ...owner });
    if (options.accessibility) await startAccessibility(children, { env, ...owner });
    const keyring = new Keyring(children, { env, owner, stateFolder });
    if (options.keyring ?? true) await keyring.start();

    return {
      /** The X display, such as `:7`. */
      display: screen.display,
      /** The X authority file that lets a client, such as a viewer, onto the display. */
      authority: screen.authority,
      /** Ends the X server alone, as at a log-out. */
      closeScreen: screen.close,
      /** The whole environment for a process on this desktop. @type {Record<string, string>} */
      env,
      /** What Electron needs here: the keyring as its password store, and no search for a GPU. */
      electronArgs: ['--password-store=gnome-libsecret', '--disable-gpu'],
      input: new Input({ env, ...owner }),
      keyring,
      /** How long X has seen no keyboard or mouse, in milliseconds. */
      idleMilliseconds: async () => Number(await readOutput('xprintidle', [], { env, ...owner })),
      /**
       * The entries under a service name in the keychain, as another program sees them.
       * @param {string} service
       */
      secretEntries: (service) => keyring.entries(service),
      /**
       * A picture of the whole screen.
       * @param {string} file where to put it, a PNG
       */
      screenshot: async (file) => void (await readOutput('maim', [file], { env })),
      /**
       * Starts a program on this desktop; it ends with the desktop at the latest.
       * @param {string} command
       * @param {readonly string[]} [args]
       * @param {import('node:child_process').SpawnOptions} [spawnOptions]
       */
      spawn: (command, args = [], spawnOptions = {}) =>
        children.start(command, args, { ...spawnOptions, env: { ...env, ...spawnOptions.env } }),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * @param {Owner} owner
 * @param {string[]} paths
 */
function giveTo({ uid, gid }, ...paths) {
  for (const path of paths) chownSync(path, uid, gid);
}

/**
 * @param {string} memory a folder in memory, as `XDG_RUNTIME_DIR` is on a real desktop
 * @param {string} home
 * @returns {Record<string, string>}
 */
function baseEnvironment(memory, home) {
  /** @type {Record<string, string>} */
  const env = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (value !== undefined && !foreignVariables.test(name)) env[name] = value;
  }
  return Object.assign(env, {
    HOME: home,
    XDG_RUNTIME_DIR: memory,
    XDG_CONFIG_HOME: join(home, '.config'),
    XDG_CACHE_HOME: join(home, '.cache'),
    XDG_DATA_HOME: join(home, '.local/share'),
    XDG_STATE_HOME: join(home, '.local/state'),
    XDG_SESSION_TYPE: 'x11',
    // There is no accessibility bus here, and GTK would warn about that.
    NO_AT_BRIDGE: '1',
  });
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('./processes.mjs').RunOptions} options
 */
async function readOutput(command, args, options) {
  const { code, stdout, stderr } = await run(command, args, options);
  if (code !== 0) throw new Stop(`${command} failed: ${stderr.trim()}`);
  return stdout.trim();
}

let cleansUp = false;

/** However this process ends, its desktops end too. */
function cleanUpWithProcess() {
  if (cleansUp) return;
  cleansUp = true;
  const closeAll = () => {
    for (const closeNow of openDesktops) closeNow();
  };
  process.on('exit', closeAll);
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    const onSignal = () => {
      // A program that handles the signal itself closes its desktops when it is ready to.
      if (process.listenerCount(signal) > 1) return;
      closeAll();
      process.off(signal, onSignal);
      process.kill(process.pid, signal);
    };
    process.on(signal, onSignal);
  }
}
