// @ts-check
// What is on a desktop's screen and how long nobody touched it, asked of the X server itself: the
// word of neither the app nor its toolkit.

import { XConnection, padded } from './x-connection.mjs';

/** @typedef {{ x: number, y: number, width: number, height: number }} Area in pixels of the screen */

const opcode = /** @type {const} */ ({
  changeWindowAttributes: 2,
  internAtom: 16,
  getProperty: 20,
  clearArea: 61,
  getImage: 73,
  queryExtension: 98,
});
const screenSaverQueryInfo = 1;
const wholePixmap = 2;
const backgroundPixel = 2;

export class XScreen {
  #connection;
  #screenSaver;
  #atoms;

  /**
   * @param {XConnection} connection
   * @param {number} screenSaver the major opcode of MIT-SCREEN-SAVER
   * @param {{ clientList: number, windowName: number }} atoms
   */
  constructor(connection, screenSaver, atoms) {
    this.#connection = connection;
    this.#screenSaver = screenSaver;
    this.#atoms = atoms;
  }

  /** @param {{ display: string, authority: string }} desktop */
  static async open({ display, authority }) {
    const connection = await XConnection.open(display, authority);
    const extension = await connection.ask(namedRequest(opcode.queryExtension, 'MIT-SCREEN-SAVER'));
    const [clientList, windowName] = await Promise.all(
      ['_NET_CLIENT_LIST', '_NET_WM_NAME'].map(async (name) => {
        const reply = await connection.ask(namedRequest(opcode.internAtom, name));
        return reply.readUInt32LE(8);
      }),
    );
    return new XScreen(connection, extension.readUInt8(9), {
      clientList: clientList ?? 0,
      windowName: windowName ?? 0,
    });
  }

  close() {
    this.#connection.close();
  }

  /** How long the server has seen no keyboard or mouse. */
  async idleMilliseconds() {
    const request = words(this.#screenSaver, screenSaverQueryInfo, [this.#connection.root]);
    return (await this.#connection.ask(request)).readUInt32LE(16);
  }

  /**
   * What an area of the screen shows, windows and all.
   *
   * @param {Area} area
   * @returns {Promise<Buffer>} four bytes for each pixel
   */
  async pixels({ x, y, width, height }) {
    const request = words(opcode.getImage, wholePixmap, [
      this.#connection.root,
      packed(Math.round(x), Math.round(y)),
      packed(Math.round(width), Math.round(height)),
      0xffffffff,
    ]);
    return (await this.#connection.ask(request)).subarray(32);
  }

  /** The titles of the windows that the window manager shows, hidden ones left out. */
  async windowTitles() {
    const { clientList, windowName } = this.#atoms;
    const list = await this.#property(this.#connection.root, clientList);
    const windows = [];
    for (let at = 0; at + 4 <= list.length; at += 4) windows.push(list.readUInt32LE(at));
    const titles = windows.map(async (window) => {
      // A window that has just gone has no title any more.
      const title = await this.#property(window, windowName).catch(() => Buffer.alloc(0));
      return title.toString('utf8');
    });
    return Promise.all(titles);
  }

  /**
   * Paints the desktop behind all windows.
   *
   * @param {number} colour as 0xRRGGBB
   */
  paintBackground(colour) {
    const { root } = this.#connection;
    this.#connection.tell(words(opcode.changeWindowAttributes, 0, [root, backgroundPixel, colour]));
    this.#connection.tell(words(opcode.clearArea, 0, [root, 0, 0]));
  }

  /**
   * @param {number} window
   * @param {number} property
   */
  async #property(window, property) {
    const anyType = 0;
    const longest = 1024;
    const reply = await this.#connection.ask(
      words(opcode.getProperty, 0, [window, property, anyType, 0, longest]),
    );
    const bytesPerItem = reply.readUInt8(1) / 8;
    return reply.subarray(32, 32 + reply.readUInt32LE(16) * bytesPerItem);
  }
}

/**
 * A request of whole words.
 *
 * @param {number} major
 * @param {number} detail the byte after the opcode
 * @param {readonly number[]} values
 */
function words(major, detail, values) {
  const request = Buffer.alloc(4 + 4 * values.length);
  request.writeUInt8(major, 0);
  request.writeUInt8(detail, 1);
  request.writeUInt16LE(1 + values.length, 2);
  values.forEach((value, index) => request.writeUInt32LE(value, 4 + 4 * index));
  return request;
}

/**
 * A request that carries a name: its length, two unused bytes, the text.
 *
 * @param {number} major
 * @param {string} name
 */
function namedRequest(major, name) {
  const text = padded(Buffer.from(name));
  const head = words(major, 0, [name.length]);
  head.writeUInt16LE((head.length + text.length) / 4, 2);
  return Buffer.concat([head, text]);
}

/**
 * @param {number} low
 * @param {number} high
 */
function packed(low, high) {
  return low + high * 0x10000;
}
