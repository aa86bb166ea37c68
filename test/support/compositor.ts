import { execFile } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Owner } from '../../scripts/lib/desktop.mjs';
import { Children } from '../../scripts/lib/desktop/children.mjs';
import { removeFolder } from '../../scripts/lib/remove-folder.mjs';
import { soonSo } from './soon.js';

const run = promisify(execFile);

const KWIN = '/usr/bin/kwin_wayland';
const GNOME = '/usr/bin/gnome-shell';

/** How long a compositor may take to listen, in milliseconds. */
const START_MS = 20_000;

/** sway refuses to be root's: then it is somebody's whom every Linux has. */
const SOMEBODY = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : undefined;

/** A real compositor without a screen, for as long as a test lasts. */
export class Compositor {
  readonly #folder: string;
  readonly #children: Children;
  #env: NodeJS.ProcessEnv = {};

  private constructor(owner?: Owner) {
    this.#folder = mkdtempSync(join(tmpdir(), 'clinic-wayland-'));
    this.#children = new Children(owner);
    if (owner !== undefined) chownSync(this.#folder, owner.uid, owner.gid);
  }

  /** sway, which tells of pauses by KDE's protocol. */
  static async sway(): Promise<Compositor> {
    const compositor = new Compositor(SOMEBODY);
    const config = join(compositor.#folder, 'sway.conf');
    writeFileSync(config, 'xwayland disable\noutput HEADLESS-1 resolution 800x600\n');
    await compositor.#start('sway', ['-c', config], {
      WLR_BACKENDS: 'headless',
      WLR_RENDERER: 'pixman',
      WLR_LIBINPUT_NO_DEVICES: '1',
    });
    return compositor;
  }

  /** Weston, which does not tell. */
  static async weston(): Promise<Compositor> {
    const compositor = new Compositor();
    const args = ['--backend=headless-backend.so', '--socket=wayland-1', '--idle-time=0'];
    await compositor.#start('weston', args, {});
    return compositor;
  }

  /** KWin, which tells of pauses by the protocol that all share. */
  static async kwin(): Promise<Compositor> {
    const compositor = new Compositor();
    // A copy has none of the file's capabilities, which a container may not give.
    const program = join(compositor.#folder, 'kwin_wayland');
    copyFileSync(KWIN, program);
    chmodSync(program, 0o755);
    const size = ['--width', '800', '--height', '600'];
    const own = ['setpriv', '--pdeathsig', 'TERM', program, '--virtual', ...size];
    await compositor.#start('dbus-run-session', ['--', ...own, '--socket', 'wayland-1'], {
      KWIN_COMPOSE: 'Q',
      KWIN_WAYLAND_NO_PERMISSION_CHECKS: '1',
      QT_QUICK_BACKEND: 'software',
    });
    // It listens before it has everything.
    await sleep(1_000);
    return compositor;
  }

  static get hasKWin(): boolean {
    return existsSync(KWIN);
  }

  /** GNOME Shell, which tells over the bus. @param address of a private bus, which is the system's too */
  static async gnome(address: string): Promise<Compositor> {
    const compositor = new Compositor();
    const args = ['--headless', '--unsafe-mode', '--wayland-display', 'wayland-1'];
    await compositor.#start(GNOME, [...args, '--virtual-monitor', '800x600'], {
      DBUS_SESSION_BUS_ADDRESS: address,
      DBUS_SYSTEM_BUS_ADDRESS: address,
      XDG_SESSION_TYPE: 'wayland',
      LIBGL_ALWAYS_SOFTWARE: '1',
    });
    return compositor;
  }

  static get hasGnome(): boolean {
    return existsSync(GNOME);
  }

  get socket(): string {
    return join(this.#folder, 'wayland-1');
  }

  /** Types text on sway, with a pause in milliseconds between the keys. */
  async type(text: string, pauseMs = 1): Promise<void> {
    await run('wtype', ['-d', String(pauseMs), text], { env: this.#env });
  }

  /** Shows a window on sway that has the focus. */
  async showWindow(): Promise<void> {
    await this.#tell('exec', 'weston-terminal');
    await sleep(1_000);
  }

  /** sway takes its window for a program that keeps the screen awake. */
  async keepAwake(awake: boolean): Promise<void> {
    await this.#tell('inhibit_idle', awake ? 'open' : 'none');
  }

  async close(): Promise<void> {
    await this.#children.close();
    await removeFolder(this.#folder);
  }

  async #tell(...command: readonly string[]): Promise<void> {
    const socket = readdirSync(this.#folder).find((name) => name.startsWith('sway-ipc.'));
    if (socket === undefined) throw new Error('This is not sway.');
    await run('swaymsg', ['-s', join(this.#folder, socket), ...command], { env: this.#env });
  }

  async #start(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
    const { PATH } = process.env;
    const own = { PATH, HOME: this.#folder, XDG_RUNTIME_DIR: this.#folder };
    this.#env = { ...own, WAYLAND_DISPLAY: 'wayland-1' };
    this.#children.start(command, args, { env: { ...own, ...env }, stdio: 'ignore' });
    await soonSo(() => existsSync(this.socket), `${command} did not start.`, START_MS);
  }
}
