import { Variant } from '@jellybrick/dbus-next';
import { within } from '../../../ports/within.js';
import { type BusCall, type BusSignal, Connection } from './connection.js';

export interface BusListener {
  /** D-Bus match rules of the signals that are wanted. Others may come too: anybody can send one. */
  readonly matches: readonly string[];
  readonly onSignal: (signal: BusSignal) => void;
  readonly onChange: (connected: boolean) => void;
}

/** For a bus that is only asked. */
const SILENT: BusListener = { matches: [], onSignal: () => undefined, onChange: () => undefined };

/** The bus itself, as one of its own services. */
export const BUS_DAEMON = {
  destination: 'org.freedesktop.DBus',
  path: '/org/freedesktop/DBus',
  interface: 'org.freedesktop.DBus',
} as const;

export const PROPERTIES = 'org.freedesktop.DBus.Properties';

/** Asks the bus for the unique name of a name's owner: nobody else can ever have that name. */
export function ownerOf(name: string): BusCall {
  return { ...BUS_DAEMON, member: 'GetNameOwner', signature: 's', body: [name] };
}

/** Waits before the bus is tried again, in milliseconds; the last one repeats. */
const RETRY_MS = [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000] as const;

/** How long somebody waits for an answer, in milliseconds. */
const CALL_BOUND_MS = 500;

/** How long an answer may take for which nobody waits, in milliseconds. */
export const BACKGROUND_BOUND_MS = 60_000;

/** Nothing came in time. It says nothing about who is on the bus: this process or the bus may be held up. */
export class LateAnswerError extends Error {
  override readonly name = 'LateAnswerError';

  constructor() {
    super('The bus did not answer in time.');
  }
}

interface Waiting {
  readonly resolve: (connection: Connection) => void;
  readonly reject: (error: Error) => void;
}

/**
 * A connection to one bus for the whole run of the app. It reconnects to a bus that is missing or lost, and
 * then adds the match rules again. Nothing here throws at the listener.
 */
export class Bus {
  readonly #address: string;
  readonly #listener: BusListener;
  /** The one in use, or the attempt at one. */
  #connection: Connection | null = null;
  #connected = false;
  #waiting: Waiting[] = [];
  #failures = 0;
  #retry: NodeJS.Timeout | null = null;

  /**
   * @param address as D-Bus writes it, such as `unix:path=/run/dbus/system_bus_socket`
   * @param boundMs how long an answer may take, where a call says nothing else; including the wait for the
   *   first connection
   */
  constructor(
    address: string,
    listener: Partial<BusListener> = {},
    private readonly boundMs = CALL_BOUND_MS,
  ) {
    this.#address = address;
    this.#listener = { ...SILENT, ...listener };
    this.#connect();
  }

  get connected(): boolean {
    return this.#connected;
  }

  /**
   * Does not start the service that is called.
   * @param boundMs how long the answer may take
   * @returns the first value of the answer: what is asked here has no more
   * @throws when the bus cannot be reached or the call fails; {@link LateAnswerError} when it takes too long
   */
  async call(call: BusCall, boundMs = this.boundMs): Promise<unknown> {
    const answer = this.#whenConnected().then((connection) => connection.call(call));
    return (await bounded(answer, boundMs))[0];
  }

  /** @returns as {@link call}, or `undefined` where there is no answer */
  ask(call: BusCall): Promise<unknown> {
    return this.call(call).catch(() => undefined);
  }

  /** @returns the value of a property, or `undefined` where the object does not tell */
  async property(
    object: Pick<BusCall, 'destination' | 'path'>,
    ...of: readonly [interfaceName: string, name: string]
  ): Promise<unknown> {
    const call = {
      ...object,
      interface: PROPERTIES,
      member: 'Get',
      signature: 'ss',
      body: [...of],
    };
    return plain(await this.ask(call));
  }

  dispose(): void {
    if (this.#retry !== null) clearTimeout(this.#retry);
    this.#drop();
  }

  #connect(): void {
    this.#retry = null;
    const connection = new Connection(this.#address, {
      onOpen: () => void this.#listen(connection),
      onSignal: (signal) => {
        if (this.#connection === connection) this.#listener.onSignal(signal);
      },
      onClosed: () => this.#lost(connection),
    });
    this.#connection = connection;
  }

  async #listen(connection: Connection): Promise<void> {
    try {
      for (const match of this.#listener.matches) {
        const rule = { ...BUS_DAEMON, member: 'AddMatch', signature: 's', body: [match] };
        await bounded(connection.call(rule));
      }
    } catch {
      this.#lost(connection);
      return;
    }
    if (this.#connection !== connection) return;
    this.#failures = 0;
    this.#connected = true;
    for (const { resolve } of this.#waiting.splice(0)) resolve(connection);
    this.#listener.onChange(true);
  }

  #whenConnected(): Promise<Connection> {
    const connection = this.#connection;
    if (connection === null) return Promise.reject(new Error('The bus is not there.'));
    if (this.#connected) return Promise.resolve(connection);
    return new Promise((resolve, reject) => void this.#waiting.push({ resolve, reject }));
  }

  #lost(connection: Connection): void {
    if (this.#connection !== connection) return;
    const wasConnected = this.#connected;
    this.#drop();
    const wait = RETRY_MS[Math.min(this.#failures, RETRY_MS.length - 1)];
    this.#failures += 1;
    this.#retry = setTimeout(() => this.#connect(), wait).unref();
    if (wasConnected) this.#listener.onChange(false);
  }

  #drop(): void {
    const connection = this.#connection;
    this.#connection = null;
    this.#connected = false;
    connection?.close();
    for (const { reject } of this.#waiting.splice(0)) reject(new Error('The bus is not there.'));
  }
}

/** @returns what is in a variant; `undefined` for anything else */
export function plain(variant: unknown): unknown {
  return variant instanceof Variant ? variant.value : undefined;
}

function bounded<T>(answer: Promise<T>, boundMs = CALL_BOUND_MS): Promise<T> {
  return within(answer, boundMs, () => {
    throw new LateAnswerError();
  });
}

export function systemBusAddress(env: NodeJS.ProcessEnv = process.env): string {
  const { DBUS_SYSTEM_BUS_ADDRESS: address } = env;
  if (address !== undefined && address !== '') return address;
  return 'unix:path=/run/dbus/system_bus_socket';
}

/** Where the bus of this OS session is, or `null` where there is none. */
export function sessionBusAddress(env: NodeJS.ProcessEnv = process.env): string | null {
  const { DBUS_SESSION_BUS_ADDRESS: address, XDG_RUNTIME_DIR: folder } = env;
  if (address !== undefined && address !== '') return address;
  return folder === undefined || folder === '' ? null : `unix:path=${folder}/bus`;
}
