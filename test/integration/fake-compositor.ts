import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import {
  encode,
  type WireArgument,
  type WireMessage,
  WireReader,
} from '../../src/main/host/linux/wayland/wire.js';

const DISPLAY = 1;

interface Global {
  readonly name: number;
  readonly interface: string;
  readonly version: number;
}

/** A wish to be told of pauses, as the compositor got it. */
export interface Wish {
  readonly id: number;
  readonly protocol: string;
  readonly version: number;
  readonly opcode: number;
  /** The name of the seat's global. */
  readonly seat: number;
  readonly pauseMs: number;
  /** Whether it was taken back. */
  gone: boolean;
}

/** What listens where a Wayland compositor would, and says what a test tells it to. */
export class FakeCompositor {
  readonly #server: Server;
  readonly #globals: Global[];
  #client: Socket | null = null;
  #registry = 0;
  #bound = new Map<number, Global>();
  readonly wishes: Wish[] = [];
  /** How often somebody connected. */
  connections = 0;
  /** How many `sync` it was asked for. */
  asked = 0;
  /** Whether it answers them. */
  answers = true;
  /** Whether bytes come one by one. */
  drips = false;

  private constructor(globals: readonly string[]) {
    this.#globals = globals.map((global, index) => {
      const [name = '', version = '1'] = global.split(' ');
      return { name: index + 10, interface: name, version: Number(version) };
    });
    this.#server = createServer((client) => this.#welcome(client));
  }

  /** @param globals what it offers, such as `wl_seat 7` */
  static async listen(path: string, globals: readonly string[]): Promise<FakeCompositor> {
    const compositor = new FakeCompositor(globals);
    compositor.#server.listen(path);
    await once(compositor.#server, 'listening');
    return compositor;
  }

  idled(wish: Wish | undefined): void {
    if (wish !== undefined) this.send(wish.id, 0);
  }

  resumed(wish: Wish | undefined): void {
    if (wish !== undefined) this.send(wish.id, 1);
  }

  /** @returns its global's name */
  addSeat(): number {
    const seat = { name: this.#globals.length + 10, interface: 'wl_seat', version: 7 };
    this.#globals.push(seat);
    this.#tell(seat);
    return seat.name;
  }

  removeGlobal(name: number): void {
    this.send(this.#registry, 1, [name]);
  }

  send(object: number, opcode: number, args: readonly WireArgument[] = []): void {
    const bytes = encode(object, opcode, args);
    if (this.drips) for (const byte of bytes) this.write(Uint8Array.of(byte));
    else this.write(bytes);
  }

  /** What may be no message. */
  write(bytes: Uint8Array): void {
    this.#client?.write(bytes);
  }

  /** The client is shown out. */
  drop(): void {
    this.#client?.destroy();
  }

  async close(): Promise<void> {
    this.drop();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #welcome(client: Socket): void {
    const reader = new WireReader();
    this.#client = client.setNoDelay(true);
    this.#bound = new Map();
    this.wishes.length = 0;
    this.connections += 1;
    client.on('error', () => undefined);
    client.on('data', (bytes) => {
      for (const message of reader.read(bytes)) this.#do(message);
    });
  }

  #do({ object, opcode, body }: WireMessage): void {
    if (object === DISPLAY && opcode === 0) {
      const callback = body.number();
      this.asked += 1;
      if (!this.answers) return;
      this.send(callback, 0, [0]);
      this.send(DISPLAY, 1, [callback]);
    }
    if (object === DISPLAY && opcode === 1) {
      this.#registry = body.number();
      for (const global of this.#globals) this.#tell(global);
    }
    if (object === this.#registry && opcode === 0) {
      const [name] = [body.number(), body.text()];
      const global = this.#globals.find((one) => one.name === name);
      const [version, id] = [body.number(), body.number()];
      if (global !== undefined) this.#bound.set(id, { ...global, version });
    }
    this.#wish(object, opcode, body);
  }

  #wish(object: number, opcode: number, body: WireMessage['body']): void {
    const wish = this.wishes.find((one) => one.id === object && !one.gone);
    if (wish !== undefined && opcode === 0) {
      wish.gone = true;
      this.send(DISPLAY, 1, [object]);
    }
    const notifier = this.#bound.get(object);
    if (notifier?.interface.includes('idle') !== true) return;
    const [id, second, third] = [body.number(), body.number(), body.number()];
    const kde = notifier.interface.startsWith('org_kde');
    const [seat, pauseMs] = kde ? [second, third] : [third, second];
    this.wishes.push({
      ...{ id, opcode, pauseMs, gone: false },
      protocol: notifier.interface,
      version: notifier.version,
      seat: this.#bound.get(seat)?.name ?? 0,
    });
  }

  #tell({ name, interface: kind, version }: Global): void {
    this.send(this.#registry, 0, [name, kind, version]);
  }
}
