import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** Somebody on the network between workstations and server, who hears everything, and may keep answers back. */
export class TcpTap {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #heard: Buffer[] = [];
  readonly #answers = new Set<Socket>();

  private constructor(server: Server) {
    this.#server = server;
  }

  static async open(to: { readonly host: string; readonly port: number }): Promise<TcpTap> {
    const server = createServer();
    const tap = new TcpTap(server);
    server.on('connection', (client) => tap.#join(client, connect(to.port, to.host)));
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    return tap;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get heard(): Buffer {
    return Buffer.concat(this.#heard);
  }

  /** No answer comes through any more on the connections that are open. */
  keepAnswers(): void {
    for (const server of this.#answers) server.unpipe();
  }

  /** Every connection is over; new ones can be made. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#sockets.clear();
  }

  close(): void {
    this.#server.close();
    this.cut();
  }

  #join(client: Socket, server: Socket): void {
    this.#answers.add(server);
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      this.#sockets.add(from);
      from.on('data', (data: Buffer) => this.#heard.push(data));
      from.on('error', () => to.destroy());
      from.on('close', () => to.destroy());
      from.pipe(to);
    }
  }
}
