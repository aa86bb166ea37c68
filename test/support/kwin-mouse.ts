import { setTimeout as sleep } from 'node:timers/promises';
import {
  WaylandConnection,
  type WaylandGlobal,
} from '../../src/main/host/linux/wayland/connection.js';

/** How long KWin may take to let somebody in, in milliseconds. */
const START_MS = 20_000;

/** Requests of `org_kde_kwin_fake_input`. */
const AUTHENTICATE = 0;
const MOVE = 9;

/** A mouse for KWin, by its protocol for tests. */
export class KWinMouse {
  readonly #connection: WaylandConnection;
  readonly #globals: WaylandGlobal[] = [];
  #input = 0;
  #x = 10;

  private constructor(socket: string) {
    this.#connection = new WaylandConnection(socket, {
      onGlobal: (global) => this.#globals.push(global),
      onGlobalRemoved: () => undefined,
      onClosed: () => undefined,
    });
  }

  /** KWin answers late: it reads the whole program of who connects, and looks whether it knows it. */
  static async plugIn(socket: string): Promise<KWinMouse> {
    const mouse = new KWinMouse(socket);
    const giveUpAt = performance.now() + START_MS;
    while (!mouse.#bind()) {
      if (performance.now() > giveUpAt) throw new Error('KWin has no input for tests.');
      await sleep(50);
    }
    return mouse;
  }

  move(): void {
    this.#x = 24 - this.#x;
    // Places have 8 bits behind the point.
    this.#connection.request(this.#input, MOVE, [this.#x * 256, 10 * 256]);
  }

  unplug(): void {
    this.#connection.close();
  }

  #bind(): boolean {
    const global = this.#globals.find((one) => one.interface === 'org_kde_kwin_fake_input');
    if (global === undefined) return false;
    this.#input = this.#connection.bind(global, 4);
    this.#connection.request(this.#input, AUTHENTICATE, ['tests', 'tests']);
    return true;
  }
}
