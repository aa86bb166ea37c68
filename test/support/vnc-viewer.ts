import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A port of this computer that nobody has just now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  return address.port;
}

/** A VNC viewer that looks and does nothing (RFB 3.8, without a password). */
export class VncViewer {
  readonly #socket: Socket;

  private constructor(socket: Socket) {
    this.#socket = socket;
  }

  /** @param where the port on this computer, or the path of a socket */
  static async open(where: number | string): Promise<VncViewer> {
    const socket =
      typeof where === 'number' ? connect(where, '127.0.0.1') : connect({ path: where });
    await once(socket, 'connect');
    const hear = (): Promise<unknown> => once(socket, 'data');
    await hear();
    socket.write('RFB 003.008\n');
    await hear();
    // No password; then: the screen may be shared.
    socket.write(Buffer.from([1]));
    await hear();
    socket.write(Buffer.from([1]));
    await hear();
    return new VncViewer(socket);
  }

  close(): void {
    this.#socket.destroy();
  }
}
