// @ts-check
// A person who uses a computer remotely, over VNC: only the parts of the protocol (RFC 6143) that
// input and the choice of monitors need. The client ignores what the server draws.

import { connect } from 'node:net';
import { once } from 'node:events';

/** The pseudo-encoding that tells the server: this client may ask for monitors. */
const extendedDesktopSize = -308;

/** X's numbers for keys without a character. @type {Record<string, number>} */
const keysyms = { Return: 0xff0d, Tab: 0xff09, Escape: 0xff1b, shift: 0xffe1, ctrl: 0xffe3 };
Object.assign(keysyms, { alt: 0xffe9, Left: 0xff51, Up: 0xff52, Right: 0xff53, Down: 0xff54 });

export class VncClient {
  #socket;
  #pointer = { x: 0, y: 0, buttons: 0 };

  /** @param {import('node:net').Socket} socket */
  constructor(socket) {
    this.#socket = socket;
  }

  /** @param {string} path of the server's socket */
  static async open(path) {
    const socket = connect({ path });
    await once(socket, 'connect');
    await read(socket, 12);
    socket.write('RFB 003.008\n');
    const [kinds = 0] = await read(socket, 1);
    await read(socket, kinds);
    // No password: only this user can reach the socket.
    socket.write(Buffer.from([1]));
    await read(socket, 4);
    // Other clients may watch too.
    socket.write(Buffer.from([1]));
    const greeting = await read(socket, 24);
    await read(socket, greeting.readUInt32BE(20));
    socket.resume();
    const encodings = Buffer.alloc(8);
    encodings.writeUInt8(2, 0);
    encodings.writeUInt16BE(1, 2);
    encodings.writeInt32BE(extendedDesktopSize, 4);
    socket.write(encodings);
    return new VncClient(socket);
  }

  /** @param {string} name the key's character or name @param {boolean} down */
  key(name, down) {
    const message = Buffer.alloc(8);
    message.writeUInt8(4, 0);
    message.writeUInt8(down ? 1 : 0, 1);
    message.writeUInt32BE(keysyms[name] ?? name.codePointAt(0) ?? 0, 4);
    this.#socket.write(message);
  }

  /** @param {number} x @param {number} y in pixels */
  move(x, y) {
    Object.assign(this.#pointer, { x: Math.round(x), y: Math.round(y) });
    this.#point();
  }

  /** @param {boolean} left whether the left button is down */
  press(left) {
    this.#pointer.buttons = left ? 1 : 0;
    this.#point();
  }

  /**
   * Asks for monitors side by side.
   * @param {readonly { width: number, height: number }[]} monitors in pixels
   */
  async showOn(monitors) {
    const message = Buffer.alloc(8 + 16 * monitors.length);
    message.writeUInt8(251, 0);
    message.writeUInt16BE(
      monitors.reduce((sum, { width }) => sum + width, 0),
      2,
    );
    message.writeUInt16BE(Math.max(...monitors.map(({ height }) => height)), 4);
    message.writeUInt8(monitors.length, 6);
    let left = 0;
    for (const [index, { width, height }] of monitors.entries()) {
      const at = 8 + 16 * index;
      message.writeUInt32BE(index + 1, at);
      message.writeUInt16BE(left, at + 4);
      message.writeUInt16BE(width, at + 8);
      message.writeUInt16BE(height, at + 10);
      left += width;
    }
    this.#socket.write(message);
  }

  close() {
    this.#socket.destroy();
  }

  #point() {
    const message = Buffer.alloc(6);
    message.writeUInt8(5, 0);
    message.writeUInt8(this.#pointer.buttons, 1);
    message.writeUInt16BE(this.#pointer.x, 2);
    message.writeUInt16BE(this.#pointer.y, 4);
    this.#socket.write(message);
  }
}

/** @param {import('node:net').Socket} socket @param {number} length @returns {Promise<Buffer>} */
async function read(socket, length) {
  if (length === 0) return Buffer.alloc(0);
  for (;;) {
    const data = socket.read(length);
    if (data !== null) return data;
    await once(socket, 'readable');
  }
}
