import type { SeedKeys } from '../../keys/seed-keys.js';
import {
  type AuditRow,
  type ClinicServer,
  type Clock,
  ServerAwayError,
  type ServerConnector,
  type TrailAnchor,
  type WorkstationBeat,
} from '../../ports/index.js';
import type { ClinicLog, ClinicQuery, ClinicTrails, ServerTrails } from './clinic-log.js';
import { readPage } from './clinic-reader.js';
import { ItemKeys } from './item-keys.js';
import { SecondLine, type SecondLineParts } from './second-line.js';
import { ServerTrail } from './server-trail.js';
import type { TrailSender, TrailWriter } from './trail-sender.js';

const CALL_MS = 5_000;

export interface ClinicAuditParts {
  readonly connector: ServerConnector;
  readonly clock: Clock;
  readonly login: SecondLineParts['login'];
  /** This computer in the clinic; `null` while it has the account for itself, or cannot read. */
  readonly reader: () => Pick<TrailWriter, 'log' | 'workstation' | 'tagOf'> | null;
  /** This computer's id in the clinic; `null` where it has the log for itself. */
  readonly self: () => string | null;
  /** The name of each workstation that the clinic has or had, by its id. */
  readonly stations: () => ReadonlyMap<string, string>;
  /** The administrators' keys, newest first, while one of them is signed in; none otherwise. */
  readonly administrators: () => readonly SeedKeys[];
  readonly sender: Pick<TrailSender, 'follow' | 'sent'>;
  /** What the workstations said last. */
  readonly beats: () => Promise<readonly WorkstationBeat[]>;
}

/** The second connection, with what is needed to read. */
interface Taken {
  readonly server: ClinicServer;
  readonly keys: ItemKeys;
  readonly reader: Pick<TrailWriter, 'log' | 'workstation' | 'tagOf'>;
  readonly done: () => void;
}

/** Reads the common audit of all workstations, for the administrator who asks. */
export class ClinicAudit implements ClinicLog, ClinicTrails {
  readonly #parts: ClinicAuditParts;
  readonly #line: SecondLine;
  #keys: ItemKeys | null = null;

  constructor(parts: ClinicAuditParts) {
    this.#parts = parts;
    const { connector, clock, login } = parts;
    this.#line = new SecondLine({ connector, clock, login, onClosed: () => this.#forgetKeys() });
  }

  self(): string | null {
    return this.#parts.self();
  }

  nameOf(workstationId: string): string | null {
    return this.#parts.stations().get(workstationId) ?? null;
  }

  workstations(): readonly string[] {
    return [...this.#parts.stations().keys()];
  }

  async read(query: ClinicQuery): Promise<readonly AuditRow[] | null> {
    const taken = await this.#take();
    if (taken === null) return null;
    const { server, keys, reader, done } = taken;
    try {
      const { workstation: self, tagOf } = reader;
      return await readPage({ server, keys, self, tagOf }, query);
    } catch (error) {
      return ifAway(error);
    } finally {
      done();
    }
  }

  async open(): Promise<(ServerTrails & { readonly done: () => void }) | null> {
    const taken = await this.#take();
    if (taken === null) return null;
    const { server, keys, done } = taken;
    const { clock, beats } = this.#parts;
    try {
      // What they said is asked before what the server has: that may only be more then.
      const said = anchorsOf(await beats());
      const trails = await lastEvents(server);
      return {
        ...{ trails, beats: said, done },
        open: (workstation, known) => {
          const events = trails.get(workstation) ?? 0;
          return ServerTrail.open({ server, keys, clock, workstation, known, events });
        },
      };
    } catch (error) {
      done();
      return ifAway(error);
    }
  }

  async sent(): Promise<number | null> {
    const { sender } = this.#parts;
    await sender.follow();
    return sender.sent;
  }

  /** Nobody may read any more: forgets every key, and closes the connection. */
  close(): void {
    this.#line.close();
  }

  /** @returns `null` while the server is out of reach */
  async #take(): Promise<Taken | null> {
    const { reader: readerNow, administrators } = this.#parts;
    const reader = readerNow();
    if (reader === null) return null;
    const taken = await this.#line.take().catch(ifAway);
    if (taken === null) return null;
    const { log } = reader;
    return { ...taken, reader, keys: (this.#keys ??= new ItemKeys({ log, administrators })) };
  }

  #forgetKeys(): void {
    this.#keys?.forget();
    this.#keys = null;
  }
}

/** @throws what says something else than that the server is out of reach */
function ifAway(error: unknown): null {
  if (error instanceof ServerAwayError) return null;
  throw error;
}

async function lastEvents(server: ClinicServer): Promise<ReadonlyMap<string, number>> {
  const last = new Map<string, number>();
  for (const { workstation, kind, last: number } of await server.trailTips('all', CALL_MS))
    if (kind === 'event') last.set(workstation, number);
    else if (!last.has(workstation)) last.set(workstation, 0);
  return last;
}

function anchorsOf(beats: readonly WorkstationBeat[]): ReadonlyMap<string, TrailAnchor> {
  return new Map(
    beats.flatMap(({ workstation, trail, atMs }) =>
      trail === null ? [] : [[workstation, { ...trail, at: atMs }] as const],
    ),
  );
}
