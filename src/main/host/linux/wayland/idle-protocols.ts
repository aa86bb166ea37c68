import type { WaylandConnection, WaylandGlobal } from './connection.js';
import type { PauseListener } from './input-pauses.js';

/** A protocol by which a compositor tells of pauses in the input, ready to be used. */
export interface IdleProtocol {
  readonly name: string;
  /** The usual pause to ask for, in milliseconds. */
  readonly pauseMs: number;
  /** Whether a program that keeps the screen awake looks like input. */
  readonly inhibited: boolean;
  /** @returns a function that stops the watch */
  watch(seat: number, pauseMs: number, heard: PauseListener): () => void;
}

interface Dialect {
  readonly interface: string;
  readonly name: string;
  readonly pauseMs: number;
  /** The newest version that this code supports. */
  readonly newest: number;
  readonly inhibited: (version: number) => boolean;
  /** The request that makes a notification, and its arguments. */
  readonly ask: (
    version: number,
    wish: { readonly id: number; readonly seat: number; readonly pauseMs: number },
  ) => { readonly opcode: number; readonly args: readonly number[] };
}

/** Events of a notification, and its last request. Both protocols number them alike. */
const IDLED = 0;
const RESUMED = 1;
const DESTROY = 0;

/** The best first. */
const DIALECTS: readonly Dialect[] = [
  {
    interface: 'ext_idle_notifier_v1',
    name: 'Wayland (ext-idle-notify)',
    pauseMs: 250,
    newest: 2,
    inhibited: (version) => version < 2,
    // Version 2 can tell of input alone, whatever keeps the screen awake.
    ask: (version, { id, seat, pauseMs }) => ({
      opcode: version < 2 ? 1 : 2,
      args: [id, pauseMs, seat],
    }),
  },
  {
    interface: 'org_kde_kwin_idle',
    name: 'Wayland (KDE idle)',
    // Older KDE may use this in place of a shorter pause; the last input would then seem later than it was.
    pauseMs: 500,
    newest: 1,
    inhibited: () => true,
    ask: (_version, { id, seat, pauseMs }) => ({ opcode: 0, args: [id, seat, pauseMs] }),
  },
];

/** @returns the best protocol that the compositor offers, or `null` when it offers none */
export function bindIdleProtocol(
  connection: WaylandConnection,
  globals: Iterable<WaylandGlobal>,
): IdleProtocol | null {
  const offered = [...globals];
  for (const dialect of DIALECTS) {
    const global = offered.find((one) => one.interface === dialect.interface);
    if (global === undefined) continue;
    const version = Math.min(global.version, dialect.newest);
    const notifier = connection.bind(global, version);
    return {
      name: dialect.name,
      pauseMs: dialect.pauseMs,
      inhibited: dialect.inhibited(version),
      watch: (seat, pauseMs, { onPause, onInput }) => {
        let watched = true;
        const id = connection.create((opcode) => {
          if (!watched) return;
          if (opcode === IDLED) onPause();
          if (opcode === RESUMED) onInput();
        });
        const { opcode, args } = dialect.ask(version, { id, seat, pauseMs });
        connection.request(notifier, opcode, args);
        return () => {
          if (watched) connection.request(id, DESTROY);
          watched = false;
        };
      },
    };
  }
  return null;
}
