import { EventEmitter } from 'node:events';
import { Message, type MessageBus, MessageType, sessionBus } from '@jellybrick/dbus-next';

/** A signal that came over the bus. Its body is whatever the sender put into it. */
export interface BusSignal {
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

export interface BusListener {
  /** D-Bus match rules of the signals that are wanted. */
  readonly matches: readonly string[];
  readonly onSignal: (signal: BusSignal) => void;
  /** The bus was reached, or was lost. */
  readonly onChange: (connected: boolean) => void;
}

/** Waits before the bus is tried again, in milliseconds; the last one repeats. */
const RETRY_MS = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 60_000] as const;

/** How long an answer may take, in milliseconds. */
const CALL_BOUND_MS = 500;

/**
 * One bus, as long as the app runs: a bus that is not there or goes away is tried again, and what
 * was listened to is listened to again. Nothing here throws at whoever listens.
 */
export class Bus {
  readonly #address: string;
  readonly #listener: BusListener;
  #bus: MessageBus | null = null;
  #connected = false;
  #failures = 0;
  #retry: NodeJS.Timeout | null = null;
  #disposed = false;

  /** @param address as D-Bus writes it, such as `unix:path=/run/dbus/system_bus_socket` */
  constructor(address: string, listener: BusListener) {
    this.#address = address;
    this.#listener = listener;
    this.#connect();
  }

  get connected(): boolean {
    return this.#connected;
  }

  /**
   * @returns the body of the answer
   * @throws when the bus is not connected, the call fails, or takes longer than half a second
   */
  async call(call: BusCall): Promise<readonly unknown[]> {
    const bus = this.#bus;
    if (bus === null || !this.#connected) throw new Error('The bus is not connected.');
    return callOn(bus, call);
  }

  dispose(): void {
    this.#disposed = true;
    if (this.#retry !== null) clearTimeout(this.#retry);
    this.#drop();
  }

  #connect(): void {
    this.#retry = null;
    let bus: MessageBus;
    try {
      bus = sessionBus({ busAddress: this.#address });
    } catch {
      this.#lost();
      return;
    }
    this.#bus = bus;
    // Heard for as long as this connection is the one in use: an old one has nothing to say.
    const current =
      <Args extends unknown[]>(listener: (...args: Args) => void) =>
      (...args: Args): void => {
        if (this.#bus === bus) listener(...args);
      };
    const events: EventEmitter = bus;
    events.on(
      'error',
      current(() => this.#lost()),
    );
    // The library forwards errors of the connection, but not its end.
    const connection: unknown = Reflect.get(bus, '_connection');
    if (connection instanceof EventEmitter)
      connection.on(
        'end',
        current(() => this.#lost()),
      );
    bus.on(
      'message',
      current((message) => this.#hear(message)),
    );
    bus.once(
      'connect',
      current(() => void this.#listen(bus)),
    );
  }

  async #listen(bus: MessageBus): Promise<void> {
    try {
      for (const match of this.#listener.matches)
        await callOn(bus, { ...DAEMON, member: 'AddMatch', signature: 's', body: [match] });
    } catch {
      if (this.#bus === bus) this.#lost();
      return;
    }
    if (this.#bus !== bus) return;
    this.#failures = 0;
    this.#connected = true;
    this.#listener.onChange(true);
  }

  #hear(message: Message): void {
    if (message.type !== MessageType.SIGNAL) return;
    const { path, interface: name, member, body } = message;
    if (typeof path !== 'string' || typeof name !== 'string' || typeof member !== 'string') return;
    this.#listener.onSignal({ path, interface: name, member, body });
  }

  #lost(): void {
    const wasConnected = this.#connected;
    this.#drop();
    if (this.#disposed) return;
    if (wasConnected) this.#listener.onChange(false);
    const wait = RETRY_MS[Math.min(this.#failures, RETRY_MS.length - 1)];
    this.#failures += 1;
    this.#retry ??= setTimeout(() => this.#connect(), wait).unref();
  }

  #drop(): void {
    const bus = this.#bus;
    this.#bus = null;
    this.#connected = false;
    try {
      bus?.disconnect();
    } catch {
      // It was never connected, or is gone already.
    }
  }
}

const DAEMON = {
  destination: 'org.freedesktop.DBus',
  path: '/org/freedesktop/DBus',
  interface: 'org.freedesktop.DBus',
} as const;

async function callOn(bus: MessageBus, call: BusCall): Promise<readonly unknown[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('The bus did not answer in time.')), CALL_BOUND_MS);
  });
  try {
    const answer = await Promise.race([bus.call(new Message(call)), late]);
    return answer?.body ?? [];
  } finally {
    clearTimeout(timer);
  }
}

/** Where the system's bus is. */
export function systemBusAddress(env: NodeJS.ProcessEnv = process.env): string {
  return env['DBUS_SYSTEM_BUS_ADDRESS'] ?? 'unix:path=/run/dbus/system_bus_socket';
}

/** Where the bus of this OS session is, or `null` where there is none. */
export function sessionBusAddress(env: NodeJS.ProcessEnv = process.env): string | null {
  const { DBUS_SESSION_BUS_ADDRESS: address, XDG_RUNTIME_DIR: folder } = env;
  if (address !== undefined && address !== '') return address;
  return folder === undefined || folder === '' ? null : `unix:path=${folder}/bus`;
}
