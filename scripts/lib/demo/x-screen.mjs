// @ts-check
// What is on a desktop's screen and how long nobody touched it, asked of the X server itself: the
// word of neither the app nor its toolkit. One connection that stays answers within a fraction of a
// millisecond; starting a program for each question takes several.

import { readFileSync } from 'node:fs';
import { createClient } from 'x11/lib/xcore.js';

/** @typedef {{ x: number, y: number, width: number, height: number }} Area in pixels of the screen */
/** @typedef {import('x11/lib/xcore.js').XClient} XClient */

const wholePixmap = 2;
const allPlanes = 0xffffffff;
const anyType = 0;
/** The most that is read of a property, in units of 4 bytes. */
const propertyUnits = 1024;

export class XScreen {
  #client;
  #root;
  #screenSaver;

  /**
   * @param {XClient} client
   * @param {number} root the root window of the first screen
   * @param {import('x11/lib/xcore.js').XScreenSaver} screenSaver
   */
  constructor(client, root, screenSaver) {
    this.#client = client;
    this.#root = root;
    this.#screenSaver = screenSaver;
    // Whoever waits for an answer then would wait forever.
    client.on('end', () => {
      const gone = new Error('The X server went away.');
      for (const [, answer] of Object.values(client.replies)) {
        answer(gone, /** @type {never} */ (undefined));
      }
    });
  }

  /**
   * @param {{ display: string, authority: string }} desktop
   * @returns {Promise<XScreen>}
   */
  static open({ display, authority }) {
    // The file of a private desktop ends with its one secret, 16 bytes long.
    const data = readFileSync(authority).toString('latin1').slice(-16);
    const auth = { name: 'MIT-MAGIC-COOKIE-1', data };
    return new Promise((resolve, reject) => {
      const client = createClient(
        { display, auth, disableBigRequests: true, shm: 'off' },
        (error, opened) => {
          const root = opened?.screen[0]?.root;
          if (root === undefined) return reject(error ?? new Error('No screen.'));
          client.require('screen-saver', (missing, screenSaver) => {
            if (missing) reject(missing);
            else resolve(new XScreen(client, root, screenSaver));
          });
        },
      );
      client.on('error', reject);
    });
  }

  close() {
    this.#client.terminate();
  }

  /** How long the server has seen no keyboard or mouse. */
  async idleMilliseconds() {
    const info = await ask((answer) => this.#screenSaver.QueryInfo(this.#root, answer));
    return info.idle;
  }

  /**
   * What an area of the screen shows, windows and all.
   *
   * @param {Area} area
   * @returns {Promise<Buffer>} four bytes for each pixel
   */
  async pixels({ x, y, width, height }) {
    /** @type {[number, number, number, number]} */
    const area = [Math.round(x), Math.round(y), Math.round(width), Math.round(height)];
    const image = await ask((answer) =>
      this.#client.GetImage(wholePixmap, this.#root, ...area, allPlanes, answer),
    );
    return image.data;
  }

  /** The titles of the windows that the window manager shows, hidden ones left out. */
  async windowTitles() {
    const list = await this.#property(this.#root, '_NET_CLIENT_LIST');
    const windows = Array.from({ length: list.length / 4 }, (_, at) => list.readUInt32LE(4 * at));
    const titles = windows.map(async (window) => {
      // A window that has just gone has no title any more.
      const title = await this.#property(window, '_NET_WM_NAME').catch(() => '');
      return title.toString();
    });
    return Promise.all(titles);
  }

  /**
   * Paints the desktop behind all windows.
   *
   * @param {number} colour as 0xRRGGBB
   */
  paintBackground(colour) {
    this.#client.ChangeWindowAttributes(this.#root, { backgroundPixel: colour });
    this.#client.ClearArea(this.#root, 0, 0, 0, 0, 0);
  }

  /**
   * @param {number} window
   * @param {string} name
   */
  async #property(window, name) {
    /** @type {number} */
    const atom = await ask((answer) => this.#client.InternAtom(false, name, answer));
    /** @type {import('x11/lib/xcore.js').XProperty} */
    const { data } = await ask((answer) =>
      this.#client.GetProperty(0, window, atom, anyType, 0, propertyUnits, answer),
    );
    return data;
  }
}

/**
 * @template T
 * @param {(answer: import('x11/lib/xcore.js').XAnswer<T>) => void} send
 * @returns {Promise<T>}
 */
function ask(send) {
  return new Promise((resolve, reject) => {
    send((error, answer) => {
      if (error instanceof Error) reject(error);
      else resolve(answer);
      return true;
    });
  });
}
