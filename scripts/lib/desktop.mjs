// @ts-check
// A complete desktop in memory, separate from the user's own: screen, window manager, session bus,
// keychain, keyboard and mouse. Tests, demo and benches run the app on it, and so does `npm start`
// on a machine without a display. `setup({ needs: { desktop: true } })` installs its packages.
// Without a `screen` it is an X desktop; Weston, sway, KWin and GNOME Shell have screens of their
// own.

import { chownSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startAccessibility } from './desktop/accessibility.mjs';
import { Children } from './desktop/children.mjs';
import { Keyring } from './desktop/keyring.mjs';
import { startKWallet } from './desktop/kwallet.mjs';
import { startSessionBus } from './desktop/session-bus.mjs';
import { xScreen } from './desktop/x-screen.mjs';

/**
 * @typedef {object} DesktopOptions
 * @property {number} [width] of the screen in pixels, 1280 by default
 * @property {number} [height] of the screen in pixels, 900 by default
 * @property {number} [vncPort] a port for VNC viewers, if the screen is a VNC server
 * @property {boolean} [keyring] whether the keyring runs from the start, true by default
 * @property {boolean} [kwallet] whether KDE's KWallet is the keychain, in place of GNOME's keyring
 * @property {boolean} [windowManager] on X, true by default
 * @property {StartScreen} [screen] draws and takes input; by default an X server with openbox
 * @property {Owner} [owner] the desktop's user, if it is not this process's user: only root may
 *   open one for somebody else
 * @property {boolean} [accessibility] whether screen readers can read it, false by default
 * @property {string} [stateDir] a folder that keeps home folder and keyring for the next time;
 *   by default they are deleted with the desktop
 */

/** @typedef {{ uid: number, gid: number }} Owner a user of this machine */

/**
 * @typedef {object} ScreenParts what a screen needs to start
 * @property {Children} children
 * @property {string} runtimeFolder the folder of its sockets, in memory
 * @property {Record<string, string>} env of the desktop so far: its bus, its folders
 * @property {Owner | undefined} owner
 * @property {number} width
 * @property {number} height
 */

/**
 * @typedef {object} Screen
 * @property {string} display the X display, such as `:7`; empty where there is none
 * @property {string} authority the X authority file that a client, such as a viewer, needs
 * @property {Record<string, string>} env variables by which programs find the screen
 * @property {readonly string[]} electronArgs
 * @property {Pick<import('./desktop/input.mjs').Input, 'key' | 'type' | 'moveMouse' | 'click' | 'rightClick' | 'pressButton' | 'releaseButton'>} input
 *   the keyboard and mouse
 * @property {() => Promise<number>} idleMilliseconds the time since the last input
 * @property {(file: string) => Promise<void>} screenshot
 * @property {() => Promise<ShownWindow[]>} [windows] the windows on the screen, if only the
 *   compositor knows them
 * @property {() => void} [close] ends the X server alone, as at a log-out
 */

/**
 * @typedef {object} ShownWindow
 * @property {string} title
 * @property {{ x: number, y: number, width: number, height: number }} area in pixels of the screen
 */

/** @typedef {(parts: ScreenParts) => Promise<Screen>} StartScreen */

/** @typedef {Awaited<ReturnType<typeof openDesktop>>} Desktop */

/** Variables that belong to the user's own desktop, or change how Electron runs. */
const foreignVariables =
  /^(XDG_|DBUS_|GNOME_|GTK_|GDK_|WAYLAND_|SESSION_MANAGER$|DESKTOP_SESSION$|ELECTRON_)/;

/** Where Linux keeps files in memory. */
const memoryFolder = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** The desktops that are open in this process. @type {Set<() => void>} */
const openDesktops = new Set();

/** @param {DesktopOptions} [options] */
export async function openDesktop(options = {}) {
  const { width = 1280, height = 900, windowManager = true, owner, vncPort } = options;
  const startScreen =
    options.screen ?? xScreen({ windowManager: windowManager ? 'openbox' : null, vncPort });
  const runtimeFolder = mkdtempSync(join(tmpdir(), 'clinic-desktop-'));
  const memory = mkdtempSync(join(memoryFolder, 'clinic-desktop-'));
  const stateFolder = options.stateDir ?? join(runtimeFolder, 'state');
  const home = join(stateFolder, 'home');
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const children = new Children(owner);

  const closeNow = () => {
    openDesktops.delete(closeNow);
    children.closeNow();
    // A program that is ending may still write there.
    for (const folder of [runtimeFolder, memory]) {
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    }
  };
  cleanUpWithProcess();
  openDesktops.add(closeNow);

  /** Ends all programs on the desktop, and the desktop itself. */
  const close = async () => {
    await children.close();
    closeNow();
  };

  try {
    const env = baseEnvironment(memory, home);
    if (options.accessibility) delete env['NO_AT_BRIDGE'];
    if (owner !== undefined) giveTo(owner, runtimeFolder, memory, stateFolder, home);
    const bus = await startSessionBus(children, { runtimeFolder, env });
    // The machine's real sleep and lock signals do not arrive here; tests can play logind on this
    // bus.
    Object.assign(env, { DBUS_SESSION_BUS_ADDRESS: bus, DBUS_SYSTEM_BUS_ADDRESS: bus });
    const screen = await startScreen({
      ...{ children, runtimeFolder: memory, env, owner },
      ...{ width, height },
    });
    Object.assign(env, screen.env);
    if (options.accessibility) await startAccessibility(children, { env, ...owner });
    const keyring = new Keyring(children, { env, owner, runtimeFolder, stateFolder });
    if (options.kwallet) await startKWallet(children, { env, owner });
    else if (options.keyring ?? true) await keyring.start();

    return {
      /** The X display, such as `:7`; empty where there is none. */
      display: screen.display,
      /** The X authority file that lets a client, such as a viewer, onto the display. */
      authority: screen.authority,
      /** Ends the X server alone, as at a log-out. */
      closeScreen: () => screen.close?.(),
      /** The whole environment for a process on this desktop. @type {Record<string, string>} */
      env,
      /** What Electron needs here: the keyring as its password store, and no search for a GPU. */
      electronArgs: [
        ...['--password-store=gnome-libsecret', '--disable-gpu'],
        ...screen.electronArgs,
      ],
      input: screen.input,
      keyring,
      /** The time since the last keyboard or mouse input on this desktop, in milliseconds. */
      idleMilliseconds: screen.idleMilliseconds,
      /**
       * The keychain's entries for a service name, as another program sees them.
       * @param {string} service
       */
      secretEntries: (service) => keyring.entries(service),
      /**
       * A picture of the whole screen.
       * @param {string} file where to put it, a PNG
       */
      screenshot: screen.screenshot,
      /** The windows on the screen, if only the compositor knows them. */
      windows: screen.windows,
      /**
       * Starts a program on this desktop; it ends at the latest with the desktop.
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
    // There is no accessibility bus here, and GTK would warn about that.
    NO_AT_BRIDGE: '1',
  });
}

let cleansUp = false;

/** When this process ends in any way, its desktops end too. */
function cleanUpWithProcess() {
  if (cleansUp) return;
  cleansUp = true;
  const closeAll = () => {
    for (const closeNow of openDesktops) closeNow();
  };
  process.on('exit', closeAll);
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    const onSignal = () => {
      // If the program handles the signal itself, it closes its desktops in its own time.
      if (process.listenerCount(signal) > 1) return;
      closeAll();
      process.off(signal, onSignal);
      process.kill(process.pid, signal);
    };
    process.on(signal, onSignal);
  }
}
