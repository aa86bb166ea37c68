import { connect, type Socket } from 'node:net';
import { encode, type WireArgument, type WireBody, WireReader } from './wire.js';

const DISPLAY = 1;
/** Requests and events of `wl_display`. */
const SYNC = 0;
const GET_REGISTRY = 1;
const ERROR = 0;
const DELETE_ID = 1;
/** Requests and events of `wl_registry`. */
const BIND = 0;
const GLOBAL = 0;
const GLOBAL_REMOVE = 1;

/** The only event of `wl_callback`: all earlier requests are done. */
const DONE = 0;

/** One interface that a compositor offers. */
export interface WaylandGlobal {
  /** Its number in the registry. */
  readonly name: number;
  /** For example `wl_seat`. */
  readonly interface: string;
  readonly version: number;
}

export interface WaylandListener {
  readonly onGlobal: (global: WaylandGlobal) => void;
  readonly onGlobalRemoved: (name: number) => void;
  /** The compositor is gone, or sent nonsense. Called once, and not after {@link WaylandConnection.close}. */
  readonly onClosed: () => void;
}

export type EventHandler = (opcode: number, body: WireBody) => void;

/** One connection to a compositor, for as long as it lasts. Nothing that comes can make it throw. */
export class WaylandConnection {
  readonly #socket: Socket;
  readonly #listener: WaylandListener;
  readonly #reader = new WireReader();
  readonly #handlers = new Map<number, EventHandler>();
  /** Numbers of deleted objects, to be used again. A new object must have the lowest new number. */
  readonly #free: number[] = [];
  #nextId = DISPLAY + 1;
  readonly #registry: number;
  #closed = false;

  /** @param path of the compositor's socket */
  constructor(path: string, listener: WaylandListener) {
    this.#listener = listener;
    this.#socket = connect(path);
    this.#socket.on('data', (bytes) => this.#take(bytes));
    this.#socket.on('error', () => this.#gone());
    this.#socket.on('close', () => this.#gone());
    this.#handlers.set(DISPLAY, (opcode, body) => this.#hearDisplay(opcode, body));
    this.#registry = this.create((opcode, body) => this.#hearRegistry(opcode, body));
    this.request(DISPLAY, GET_REGISTRY, [this.#registry]);
  }

  /** @returns the number for an object that the next request makes */
  create(handler: EventHandler): number {
    const id = this.#free.pop() ?? this.#nextId++;
    this.#handlers.set(id, handler);
    return id;
  }

  request(object: number, opcode: number, args?: readonly WireArgument[]): void {
    if (!this.#closed) this.#socket.write(encode(object, opcode, args));
  }

  /** @returns the number of the object that stands for the global from now on */
  bind(global: WaylandGlobal, version: number, handler: EventHandler = () => undefined): number {
    const id = this.create(handler);
    this.request(this.#registry, BIND, [global.name, global.interface, version, id]);
    return id;
  }

  /** Calls back once the compositor has done all earlier requests, and all their events were heard. */
  sync(onDone: () => void): void {
    const id = this.create((opcode) => {
      if (opcode === DONE) onDone();
    });
    this.request(DISPLAY, SYNC, [id]);
  }

  close(): void {
    this.#closed = true;
    this.#socket.destroy();
  }

  #take(bytes: Uint8Array): void {
    try {
      for (const { object, opcode, body } of this.#reader.read(bytes)) {
        if (this.#closed) return;
        // Late events of an object that was given up here are ignored.
        this.#handlers.get(object)?.(opcode, body);
      }
    } catch {
      this.#gone();
    }
  }

  #hearDisplay(opcode: number, body: WireBody): void {
    // After an error the compositor ends the connection.
    if (opcode === ERROR) this.#gone();
    if (opcode !== DELETE_ID) return;
    const id = body.number();
    if (id > DISPLAY && id < this.#nextId && this.#handlers.delete(id)) this.#free.push(id);
  }

  #hearRegistry(opcode: number, body: WireBody): void {
    if (opcode === GLOBAL) {
      const [name, kind, version] = [body.number(), body.text(), body.number()];
      this.#listener.onGlobal({ name, interface: kind, version });
    }
    if (opcode === GLOBAL_REMOVE) this.#listener.onGlobalRemoved(body.number());
  }

  #gone(): void {
    if (this.#closed) return;
    this.close();
    this.#listener.onClosed();
  }
}
