// @ts-check
// A whole desktop in memory, apart from the person's own: screen, window manager, session bus,
// keychain, keyboard and mouse. Tests, demo and benches run the app on it, and so does `npm start`
// on a machine without a display. `setup({ needs: { desktop: true } })` installs what it takes. It
// is one of X unless a `screen` is given: Weston, sway, KWin and GNOME Shell have one each.

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
 * @property {number} [vncPort] a port for VNC viewers, where the screen is one of a VNC server
 * @property {boolean} [keyring] whether the keyring runs from the start, true by default
 * @property {boolean} [kwallet] whether KDE's KWallet is the keychain, in place of GNOME's keyring
 * @property {boolean} [windowManager] on X, true by default
 * @property {StartScreen} [screen] what draws and takes input, by default an X server with openbox
 * @property {Owner} [owner] whose desktop it is, where that is not this process's user: only root may
 *   open one for somebody else
 * @property {boolean} [accessibility] whether screen readers can read it, false by default
 * @property {string} [stateDir] where home folder and keyring are kept for the next time;
 *   by default they vanish with the desktop
 */

/** @typedef {{ uid: number, gid: number }} Owner a user of this machine */

/**
 * @typedef {object} ScreenParts what a screen is made with
 * @property {Children} children
 * @property {string} runtimeFolder where its sockets are, in memory
 * @property {Record<string, string>} env of the desktop so far: its bus, its folders
 * @property {Owner | undefined} owner
 * @property {number} width
 * @property {number} height
 */

/**
 * @typedef {object} Screen
 * @property {string} display the X display, such as `:7`; empty where there is none
 * @property {string} authority the X authority file that lets a client, such as a viewer, onto it
 * @property {Record<string, string>} env where programs find the screen
 * @property {readonly string[]} electronArgs
 * @property {Pick<import('./desktop/input.mjs').Input, 'key' | 'type' | 'moveMouse' | 'click' | 'rightClick' | 'drag'>} input
 *   a person's hands
 * @property {() => Promise<number>} idleMilliseconds how long they have rested
 * @property {(file: string) => Promise<void>} screenshot
 * @property {() => Promise<ShownWindow[]>} [windows] what is on the screen, where only the compositor
 *   knows
 * @property {() => void} [close] ends the X server alone, as at a log-out
 */

/**
 * @typedef {object} ShownWindow
 * @property {string} title
 * @property {{ x: number, y: number, width: number, height: number }} area in pixels of the screen
 */

/** @typedef {(parts: ScreenParts) => Promise<Screen>} StartScreen */

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
    if (owner !== undefined) giveTo(owner, runtimeFolder, memory, stateFolder, home);
    const bus = await startSessionBus(children, { runtimeFolder, env });
    // The machine's own sleep and lock signals stay outside; tests can play logind here.
    Object.assign(env, { DBUS_SESSION_BUS_ADDRESS: bus, DBUS_SYSTEM_BUS_ADDRESS: bus });
    const screen = await startScreen({
      ...{ children, runtimeFolder: memory, env, owner },
      ...{ width, height },
    });
    Object.assign(env, screen.env);
    if (options.accessibility) await startAccessibility(children, { env, ...owner });
    const keyring = new Keyring(children, { env, owner, stateFolder });
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
      /** How long the desktop has seen no keyboard or mouse, in milliseconds. */
      idleMilliseconds: screen.idleMilliseconds,
      /**
       * The entries under a service name in the keychain, as another program sees them.
       * @param {string} service
       */
      secretEntries: (service) => keyring.entries(service),
      /**
       * A picture of the whole screen.
       * @param {string} file where to put it, a PNG
       */
      screenshot: screen.screenshot,
      /** What is on the screen, where only the compositor knows. */
      windows: screen.windows,
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
    // There is no accessibility bus here, and GTK would warn about that.
    NO_AT_BRIDGE: '1',
  });
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
