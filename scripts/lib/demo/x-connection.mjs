// @ts-check
// A connection to an X server, as far as it takes to ask it things (X11 protocol, X.Org's "X Window
// System Protocol", version 11). One connection that stays answers within a fraction of a
// millisecond; starting a program for each question takes several.

import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createConnection } from 'node:net';

const replyHeaderLength = 32;
const kind = /** @type {const} */ ({ error: 0, reply: 1 });

/** @typedef {{ settle: (reply: Buffer) => void, fail: (error: Error) => void }} Waiting */

export class XConnection {
  #socket;
  /** @type {Buffer} */
  #received = Buffer.alloc(0);
  /** In the order of the requests, which is that of the replies. @type {Waiting[]} */
  #waiting = [];
  /** The root window of the first screen. */
  root = 0;

  /** @param {import('node:net').Socket} socket */
  constructor(socket) {
    this.#socket = socket;
  }

  /**
   * @param {string} display such as `:7`
   * @param {string} authority path of an authority file that holds one entry
   */
  static async open(display, authority) {
    const socket = createConnection(`/tmp/.X11-unix/X${display.slice(1)}`);
    await once(socket, 'connect');
    const connection = new XConnection(socket);
    await connection.#introduce(readAuthority(authority));
    return connection;
  }

  close() {
    this.#socket.destroy();
  }

  /**
   * Sends a request that is answered.
   *
   * @param {Buffer} request
   * @returns {Promise<Buffer>} the whole reply
   */
  ask(request) {
    return new Promise((settle, fail) => {
      this.#waiting.push({ settle, fail });
      this.#socket.write(request);
    });
  }

  /** @param {Buffer} request one that has no answer */
  tell(request) {
    this.#socket.write(request);
  }

  /** @param {{ name: Buffer, secret: Buffer }} authority */
  async #introduce({ name, secret }) {
    const hello = Buffer.alloc(12);
    // "l": numbers come least significant byte first.
    hello.write('l');
    hello.writeUInt16LE(11, 2);
    hello.writeUInt16LE(name.length, 6);
    hello.writeUInt16LE(secret.length, 8);
    this.#socket.write(Buffer.concat([hello, padded(name), padded(secret)]));
    const welcome = await this.#readWelcome();
    const vendorLength = welcome.readUInt16LE(24);
    const formats = welcome.readUInt8(29);
    this.root = welcome.readUInt32LE(40 + roundUp(vendorLength) + 8 * formats);
    this.#socket.on('data', (chunk) => this.#receive(chunk));
    this.#socket.on('close', () => this.#failAll());
    this.#socket.on('error', () => this.#failAll());
  }

  async #readWelcome() {
    /** @type {Buffer} */
    let text = Buffer.alloc(0);
    for (;;) {
      const [chunk] = await once(this.#socket, 'data');
      text = Buffer.concat([text, chunk]);
      if (text.length >= 8 && text.readUInt8(0) !== kind.reply) {
        throw new Error('The X server refused the connection.');
      }
      if (text.length >= 8 && text.length >= 8 + 4 * text.readUInt16LE(6)) return text;
    }
  }

  /** @param {Buffer} chunk */
  #receive(chunk) {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    while (this.#received.length >= replyHeaderLength) {
      const type = this.#received.readUInt8(0);
      const extra = type === kind.reply ? 4 * this.#received.readUInt32LE(4) : 0;
      const length = replyHeaderLength + extra;
      if (this.#received.length < length) return;
      const message = this.#received.subarray(0, length);
      this.#received = this.#received.subarray(length);
      if (type === kind.reply) this.#waiting.shift()?.settle(message);
      if (type === kind.error) {
        this.#waiting.shift()?.fail(new Error(`X error ${message.readUInt8(1)}`));
      }
      // Anything else is an event, such as a change of the keyboard's layout.
    }
  }

  #failAll() {
    for (const { fail } of this.#waiting.splice(0)) fail(new Error('The X server went away.'));
  }
}

/** @param {string} file see Xau(3): family, then address, number, name and secret with lengths */
function readAuthority(file) {
  const content = readFileSync(file);
  let position = 2;
  const [, , name, secret] = [0, 1, 2, 3].map(() => {
    const length = content.readUInt16BE(position);
    const field = content.subarray(position + 2, position + 2 + length);
    position += 2 + length;
    return field;
  });
  if (!name || !secret) throw new Error(`${file} is not an X authority file.`);
  return { name, secret };
}

/** @param {number} length @returns the next multiple of four, which every X field is padded to */
export function roundUp(length) {
  return (length + 3) & ~3;
}

/** @param {Buffer} field */
export function padded(field) {
  return Buffer.concat([field, Buffer.alloc(roundUp(field.length) - field.length)]);
}
