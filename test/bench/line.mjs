// @ts-check
// A line between a workstation and the clinic's server, with the faults of networks.

import { once } from 'node:events';
import { connect, createServer } from 'node:net';

/**
 * `slow`: everything arrives 100 ms later in each direction; `hung`: connections stay open, and nothing
 * arrives; `flapping`: connections are cut every second; `halfOpen`: those that were open hang, and new ones get
 * no answer.
 *
 * @typedef {'fine' | 'slow' | 'hung' | 'flapping' | 'halfOpen'} Mood
 */

const slowMilliseconds = 100;
const flapMilliseconds = 1_000;

/** A TCP line to one server, whose mood can change. */
export class Line {
  /** @type {Mood} */
  mood = 'fine';
  /** @type {Set<import('node:net').Socket>} */
  #sockets = new Set();
  #server;
  #flapping;

  /** @param {{ host: string, port: number }} to */
  constructor(to) {
    this.#server = createServer({ pauseOnConnect: true }, (near) => this.#join(near, to));
    this.#flapping = setInterval(() => {
      if (this.mood === 'flapping') this.#cut();
    }, flapMilliseconds);
  }

  /** @param {{ host: string, port: number }} to */
  static async open(to) {
    const line = new Line(to);
    line.#server.listen(0, '127.0.0.1');
    await once(line.#server, 'listening');
    return line;
  }

  get port() {
    const address = this.#server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  close() {
    clearInterval(this.#flapping);
    this.#cut();
    this.#server.close();
  }

  #cut() {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** @param {import('node:net').Socket} near @param {{ host: string, port: number }} to */
  #join(near, to) {
    this.#keep(near);
    // Whoever connects to a dead network hears nothing at all.
    if (this.mood === 'halfOpen') return;
    const far = this.#keep(connect(to));
    this.#forward(near, far);
    this.#forward(far, near);
    near.resume();
  }

  /** @param {import('node:net').Socket} socket */
  #keep(socket) {
    this.#sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => this.#sockets.delete(socket));
    return socket;
  }

  /** @param {import('node:net').Socket} from @param {import('node:net').Socket} to */
  #forward(from, to) {
    from.on('data', (bytes) => {
      if (this.mood === 'hung' || this.mood === 'halfOpen') return;
      if (this.mood === 'slow') setTimeout(() => to.write(bytes), slowMilliseconds);
      else to.write(bytes);
    });
    from.on('close', () => to.destroy());
  }
}
