// @ts-check
// The few parts of Wayland's wire protocol that keyboard and mouse need: to find a compositor's
// globals, bind one, and send it requests. (Wayland messages are words of four bytes: the object,
// then size and opcode, then the arguments.)

import { connect } from 'node:net';
import { Stop } from '../cli.mjs';

const display = 1;

/** A fixed-point number with 8 fraction bits, as in Wayland coordinates. */
export const fixed = (/** @type {number} */ value) => Math.round(value * 256);

export class WaylandClient {
  #socket;
  #lastId = display;
  /** @type {Map<string, { name: number, version: number }>} */
  #globals = new Map();
  /** @type {Map<number, () => void>} the functions that wait for a callback, by its id */
  #waiting = new Map();
  #registry = 0;
  #rest = Buffer.alloc(0);
  /** @type {Error | null} */
  #broken = null;

  /** @param {import('node:net').Socket} socket connected */
  constructor(socket) {
    this.#socket = socket;
    socket.on('data', (data) => this.#read(data));
    socket.on('error', (error) => this.#break(error));
    socket.on('close', () => this.#break(new Error('The compositor has closed the connection.')));
  }

  /** @param {string} path of the compositor's socket */
  static async open(path) {
    const socket = connect({ path });
    await new Promise((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', reject);
    });
    const client = new WaylandClient(socket);
    client.#registry = client.newId();
    client.request(display, 1, client.#registry);
    await client.settle();
    return client;
  }

  /** @returns {number} for an object that a request makes */
  newId() {
    return (this.#lastId += 1);
  }

  /**
   * @param {string} name of the interface
   * @param {number} version at most
   * @returns {number} the object
   * @throws {Stop} when the compositor has no such global
   */
  bind(name, version) {
    const global = this.#globals.get(name);
    if (global === undefined) throw new Stop(`This compositor does not offer ${name}.`);
    const id = this.newId();
    const agreed = Math.min(version, global.version);
    this.request(this.#registry, 0, global.name, name, agreed, id);
    return id;
  }

  /**
   * @param {number} object
   * @param {number} opcode
   * @param {...(number | string)} values numbers are signed or unsigned words
   */
  request(object, opcode, ...values) {
    const body = Buffer.concat(values.map((value) => encoded(value)));
    const head = Buffer.alloc(8);
    head.writeUInt32LE(object, 0);
    head.writeUInt32LE((((body.length + 8) << 16) | opcode) >>> 0, 4);
    this.#socket.write(Buffer.concat([head, body]));
  }

  /** Waits until the compositor has handled all requests. */
  async settle() {
    if (this.#broken) throw this.#broken;
    const callback = this.newId();
    await new Promise((/** @type {(value?: unknown) => void} */ resolve) => {
      this.#waiting.set(callback, resolve);
      this.request(display, 0, callback);
    });
    if (this.#broken) throw this.#broken;
  }

  close() {
    this.#socket.destroy();
  }

  /** @param {Error} error */
  #break(error) {
    this.#broken ??= error;
    for (const done of this.#waiting.values()) done();
    this.#waiting.clear();
  }

  /** @param {Buffer} data */
  #read(data) {
    this.#rest = Buffer.concat([this.#rest, data]);
    while (this.#rest.length >= 8) {
      const size = this.#rest.readUInt32LE(4) >>> 16;
      if (this.#rest.length < size) return;
      this.#take(this.#rest.subarray(0, size));
      this.#rest = this.#rest.subarray(size);
    }
  }

  /** @param {Buffer} message */
  #take(message) {
    const object = message.readUInt32LE(0);
    const opcode = message.readUInt32LE(4) & 0xffff;
    if (object === display && opcode === 0) {
      const length = message.readUInt32LE(16);
      this.#break(new Error(`Wayland: ${message.toString('utf8', 20, 20 + length - 1)}`));
    } else if (object === this.#registry && opcode === 0) {
      const length = message.readUInt32LE(12);
      this.#globals.set(message.toString('utf8', 16, 16 + length - 1), {
        name: message.readUInt32LE(8),
        version: message.readUInt32LE(16 + padded(length)),
      });
    } else {
      this.#waiting.get(object)?.();
      this.#waiting.delete(object);
    }
  }
}

/** @param {number} length */
function padded(length) {
  return Math.ceil(length / 4) * 4;
}

/** @param {number | string} value */
function encoded(value) {
  if (typeof value === 'number') {
    const word = Buffer.alloc(4);
    word.writeInt32LE(value | 0);
    return word;
  }
  const text = Buffer.from(`${value}\0`);
  const bytes = Buffer.alloc(4 + padded(text.length));
  bytes.writeUInt32LE(text.length);
  text.copy(bytes, 4);
  return bytes;
}
