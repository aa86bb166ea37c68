import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import type { Duplex } from 'node:stream';

/** A proxy that notes what it is asked for, and leads all of it to one port of this computer. */
export class CountingProxy {
  /** `host:port`, oldest first. */
  readonly asked: string[] = [];
  readonly #server: Server;
  /** The server forgets those that it leads on. */
  readonly #led = new Set<Duplex>();

  constructor(leadsTo: number) {
    this.#server = createServer((request, response) => {
      this.asked.push(request.url ?? '');
      response.writeHead(502).end();
    });
    this.#server.on('connect', (request, socket) => {
      this.asked.push(request.url ?? '');
      this.#led.add(socket);
      const site = connect(leadsTo, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        socket.pipe(site).pipe(socket);
      });
      // Browsers hang up as they like.
      site.on('error', () => socket.destroy());
      socket.on('error', () => site.destroy());
    });
  }

  /** @returns as variables and policies name it */
  async open(): Promise<string> {
    await new Promise<void>((ready) => this.#server.listen(0, '127.0.0.1', () => ready()));
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    const closed = new Promise((done) => this.#server.close(done));
    this.#server.closeAllConnections();
    for (const socket of this.#led) socket.destroy();
    await closed;
  }
}
