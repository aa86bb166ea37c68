import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

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
