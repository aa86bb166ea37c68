import { execFile } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Children } from '../../scripts/lib/desktop/children.mjs';
import { removeFolder } from './remove-folder.js';

const run = promisify(execFile);

/** How long a compositor may take to listen, in milliseconds. */
const START_MS = 20_000;

/** sway refuses to be root: then it is somebody whom every Linux has. */
const OWNER = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

/** A real compositor without a screen, for as long as a test lasts. */
export class Compositor {
  readonly #folder: string;
  readonly #children = new Children(OWNER);
  #env: NodeJS.ProcessEnv = {};

  private constructor() {
    this.#folder = mkdtempSync(join(tmpdir(), 'clinic-wayland-'));
    if ('uid' in OWNER) chownSync(this.#folder, OWNER.uid, OWNER.gid);
  }

  /** sway, which tells of idleness by KDE's protocol. */
  static async sway(): Promise<Compositor> {
    const compositor = new Compositor();
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

  get socket(): string {
    return join(this.#folder, 'wayland-1');
  }

  /** Types text, with a pause in milliseconds between the keys. */
  async type(text: string, pauseMs = 1): Promise<void> {
    await run('wtype', ['-d', String(pauseMs), text], { env: this.#env });
  }

  /** Says something to sway, such as `exec foot`. */
  async tell(...command: readonly string[]): Promise<void> {
    const socket = readdirSync(this.#folder).find((name) => name.startsWith('sway-ipc.'));
    if (socket === undefined) throw new Error('This is not sway.');
    await run('swaymsg', ['-s', join(this.#folder, socket), ...command], { env: this.#env });
  }

  async close(): Promise<void> {
    await this.#children.close();
    await removeFolder(this.#folder);
  }

  async #start(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
    const { PATH } = process.env;
    const own = { PATH, HOME: this.#folder, XDG_RUNTIME_DIR: this.#folder };
    this.#env = { ...own, WAYLAND_DISPLAY: 'wayland-1' };
    this.#children.start(command, args, { env: { ...own, ...env }, stdio: 'ignore' });
    const giveUpAt = performance.now() + START_MS;
    while (!existsSync(this.socket)) {
      if (performance.now() > giveUpAt) throw new Error(`${command} did not start.`);
      await sleep(50);
    }
  }
}
