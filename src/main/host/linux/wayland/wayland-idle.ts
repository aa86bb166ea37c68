import { join } from 'node:path';
import type { Clock } from '../../../ports/index.js';
import { WaylandConnection, type WaylandGlobal } from './connection.js';
import { bindIdleProtocol, type IdleProtocol } from './idle-protocols.js';
import { InputPauses } from './input-pauses.js';

const SEAT = 'wl_seat';

/** How inexact a compositor's timer and the delivery of its message may be, in milliseconds. */
const PRECISION_MS = 50;

/** Waits before a compositor that is gone is tried again, in milliseconds; the last one repeats. */
const RETRY_MS = [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000] as const;

/**
 * How long nobody touched this computer, from the pauses that a Wayland compositor tells of in the input of
 * its seats. A lost compositor is tried again. Nothing here throws at the caller.
 */
export class WaylandIdle {
  readonly resolutionMs = PRECISION_MS;
  readonly #path: string;
  readonly #clock: Clock;
  #connection: WaylandConnection | null = null;
  readonly #globals = new Map<number, WaylandGlobal>();
  readonly #seats = new Map<number, InputPauses>();
  #protocol: IdleProtocol | null = null;
  /** Kept when a seat or the compositor goes. */
  #lastInputMs: number | null = null;
  #reached = false;
  /** Whether this compositor has told what it offers. */
  #told = false;
  #failures = 0;
  #cancelRetry: () => void = () => undefined;
  #settle: () => void = () => undefined;
  /** Settles when the compositor has told what it offers, or is not there. */
  readonly settled = new Promise<void>((resolve) => {
    this.#settle = resolve;
  });

  /** @param path of the compositor's socket */
  constructor(path: string, clock: Clock) {
    this.#path = path;
    this.#clock = clock;
    this.#connect();
  }

  /** Shown to people, such as `Wayland (ext-idle-notify)`; `null` while there is none that tells. */
  get name(): string | null {
    return this.#protocol?.name ?? null;
  }

  /** Whether at least one try failed, and no compositor ever answered. */
  get absent(): boolean {
    return !this.#reached && this.#failures > 0;
  }

  /**
   * @returns milliseconds since the last input, or since the computer started when none was seen; `null`
   *   while no seat tells
   */
  idleMs(): number | null {
    const seats = [...this.#seats.values()];
    if (seats.every((seat) => seat.restless)) return null;
    for (const seat of seats) this.#noteInput(seat);
    return this.#clock.now().bootMs - (this.#lastInputMs ?? 0);
  }

  dispose(): void {
    this.#cancelRetry();
    this.#forget();
  }

  #connect(): void {
    const connection = new WaylandConnection(this.#path, {
      onGlobal: (global) => {
        this.#globals.set(global.name, global);
        if (this.#told) this.#use(connection);
      },
      onGlobalRemoved: (name) => {
        this.#globals.delete(name);
        this.#loseSeat(name);
      },
      onClosed: () => this.#lost(),
    });
    this.#connection = connection;
    // What is offered is told before this is done.
    connection.sync(() => {
      this.#told = this.#reached = true;
      this.#failures = 0;
      this.#use(connection);
      this.#settle();
    });
  }

  /** Also for what a compositor offers later, such as while it starts. */
  #use(connection: WaylandConnection): void {
    this.#protocol ??= bindIdleProtocol(connection, this.#globals.values());
    for (const global of this.#globals.values()) this.#watchSeat(global);
  }

  #watchSeat(global: WaylandGlobal): void {
    const [connection, protocol] = [this.#connection, this.#protocol];
    if (global.interface !== SEAT || this.#seats.has(global.name)) return;
    if (connection === null || protocol === null) return;
    const seat = connection.bind(global, 1);
    const { pauseMs, inhibited } = protocol;
    const pauses = new InputPauses(this.#clock, {
      pauseMs,
      inhibited,
      watch: (ms, heard) => protocol.watch(seat, ms, heard),
      whenHeard: (callback) => connection.sync(callback),
    });
    this.#seats.set(global.name, pauses);
  }

  #loseSeat(name: number): void {
    const seat = this.#seats.get(name);
    if (seat === undefined) return;
    this.#noteInput(seat);
    seat.dispose();
    this.#seats.delete(name);
  }

  #noteInput({ lastInputMs }: InputPauses): void {
    if (lastInputMs !== null) this.#lastInputMs = Math.max(lastInputMs, this.#lastInputMs ?? 0);
  }

  #forget(): void {
    for (const name of [...this.#seats.keys()]) this.#loseSeat(name);
    this.#globals.clear();
    this.#told = false;
    this.#protocol = null;
    this.#connection?.close();
    this.#connection = null;
  }

  #lost(): void {
    this.#forget();
    this.#settle();
    const waitMs = RETRY_MS[Math.min(this.#failures, RETRY_MS.length - 1)] ?? 60_000;
    this.#failures += 1;
    this.#cancelRetry = this.#clock.after(waitMs, () => this.#connect());
  }
}

/** Where the compositor of this OS session listens; `null` when it is no Wayland session. */
export function waylandSocket(env: NodeJS.ProcessEnv): string | null {
  const { WAYLAND_DISPLAY: display, XDG_RUNTIME_DIR: folder, XDG_SESSION_TYPE: kind } = env;
  const named = display === undefined || display === '' ? null : display;
  const name = named ?? (kind === 'wayland' ? 'wayland-0' : null);
  if (name === null || name.startsWith('/')) return name;
  return folder === undefined || folder === '' ? null : join(folder, name);
}
