import { EventEmitter } from 'node:events';
import { Socket } from 'node:net';
import {
  Message,
  type MessageBus,
  MessageFlag,
  MessageType,
  sessionBus,
} from '@jellybrick/dbus-next';

/** A signal that came over the bus. Its body is whatever the sender put into it. */
export interface BusSignal {
  /** The sender's unique name. The bus assigns it, so nobody can use another sender's name. */
  readonly sender: string;
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  readonly body: readonly unknown[];
}

export interface BusCall {
  readonly destination: string;
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  readonly signature?: string;
  readonly body?: unknown[];
}

export interface ConnectionListener {
  readonly onOpen: () => void;
  readonly onSignal: (signal: BusSignal) => void;
  /** The bus is gone, or was never there. Called once, and not after {@link Connection.close}. */
  readonly onClosed: () => void;
}

/** One connection to a bus, for as long as it lasts. No message can make it throw. */
export class Connection {
  readonly #bus: MessageBus;
  readonly #listener: ConnectionListener;
  #open = false;
  #closed = false;

  /** @param address as D-Bus writes it, such as `unix:path=/run/dbus/system_bus_socket` */
  constructor(address: string, listener: ConnectionListener) {
    this.#listener = listener;
    this.#bus = sessionBus({ busAddress: address });
    const events: EventEmitter = this.#bus;
    events.on('error', () => {
      // Once the connection is open, an error is a malformed message, or comes with the end of the socket.
      if (!this.#open) this.#gone();
    });
    this.#bus.on('message', (message) => this.#hear(message));
    this.#bus.once('connect', () => {
      if (this.#closed) return;
      this.#open = true;
      listener.onOpen();
    });
    this.#watchSocket();
  }

  /**
   * @returns the body of the answer; there may never be one
   * @throws when the other side, or the bus, answers with an error
   */
  async call(call: BusCall): Promise<readonly unknown[]> {
    // Asking must not start a service that the person does not use.
    const message = new Message({ ...call, flags: MessageFlag.NO_AUTO_START });
    return (await this.#bus.call(message))?.body ?? [];
  }

  close(): void {
    this.#closed = true;
    this.#bus.disconnect();
  }

  /** The library reports a socket's errors, but not its end. */
  #watchSocket(): void {
    const wire: unknown = Reflect.get(this.#bus, '_connection');
    if (!(wire instanceof EventEmitter)) return;
    wire.on('end', () => this.#gone());
    wire.once('connect', () => {
      const socket: unknown = Reflect.get(wire, 'stream');
      if (!(socket instanceof Socket)) return;
      socket.on('close', () => this.#gone());
      // `close` was called before there was a socket.
      if (this.#closed) socket.destroy();
      // The library begins to read right after this event, and before anything can have come.
      queueMicrotask(() => containReader(socket));
    });
  }

  #hear(message: Message): void {
    if (message.type !== MessageType.SIGNAL) return;
    const { sender, path, interface: name, member, body } = message;
    if (typeof sender !== 'string' || typeof path !== 'string') return;
    if (typeof name !== 'string' || typeof member !== 'string') return;
    const signal = { sender, path, interface: name, member, body };
    // Deferred: the library would send an error of a listener back to the sender.
    queueMicrotask(() => {
      if (!this.#closed) this.#listener.onSignal(signal);
    });
  }

  #gone(): void {
    if (this.#closed) return;
    this.close();
    this.#listener.onClosed();
  }
}

/**
 * The library throws, where nobody can catch it, when it cannot read a message: one that announces a file
 * descriptor and brings none, which anybody on the bus can send, or one that was cut off when the bus
 * ended. This function skips such a message and reads the next one.
 */
function containReader(socket: Socket): void {
  for (const read of socket.listeners('readable')) {
    socket.off('readable', read as () => void);
    socket.on('readable', () => {
      for (;;) {
        const waiting = socket.readableLength;
        try {
          Reflect.apply(read, socket, []);
          return;
        } catch (error) {
          if (socket.readableLength < waiting) continue;
          // Nothing was read: another try would fail again.
          socket.destroy(error instanceof Error ? error : undefined);
          return;
        }
      }
    });
  }
}
