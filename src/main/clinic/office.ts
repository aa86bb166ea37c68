import { shownName } from '../../shared/people/name.js';
import type { SharedState } from '../account/clinic-state.js';
import { without } from '../account/judge-computers.js';
import { nextLogKey } from '../account/log-keys.js';
import {
  type AccountNow,
  type AccountStore,
  type Author,
  type ClinicOffice,
  type ClinicServer,
  type ClinicStore,
  type Clock,
  type Decision,
  type InvitedWorkstation,
  type LogStore,
  type OfficeProgress,
  type Outcome,
  type Refused,
  ServerAwayError,
  type ServerPlace,
  type WorkstationFact,
} from '../ports/index.js';
import { Inviting } from './inviting.js';
import type { Joining } from './joining.js';
import type { Leaving } from './leaving.js';
import type { Moving } from './moving.js';
import type { OrderedDecisions, Sharing } from './sharing.js';
import type { Work } from './work.js';
import type { WorkstationSecret } from './workstation-secret.js';

const CALL_MS = 10_000;

export interface OfficeParts {
  readonly account: Pick<AccountStore, 'state'>;
  readonly decisions: OrderedDecisions;
  readonly rows: Pick<LogStore, 'head'>;
  readonly store: Pick<ClinicStore, 'workstation'>;
  readonly secret: WorkstationSecret;
  readonly clock: Clock;
  /** The connection to the clinic's server. */
  readonly line: {
    /** `null` while there is none. */
    readonly server: ClinicServer | null;
  };
  readonly log: {
    /** Takes what is new on the server. Rejects with {@link ServerAwayError} */
    pull(): Promise<unknown>;
  };
  readonly work: Work;
  readonly sharing: Sharing;
  readonly joining: Joining;
  readonly moving: Moving;
  readonly leaving: Leaving;
}

/** What administrators do with the computers of their clinic. */
export class Office implements ClinicOffice {
  readonly #parts: OfficeParts;
  readonly #inviting: Inviting;
  /** Those that the server was told to send away, in this run of the app. */
  readonly #sentAway = new Set<string>();

  readonly share: ClinicOffice['share'];
  readonly script: ClinicOffice['script'];
  readonly join: ClinicOffice['join'];
  readonly move: ClinicOffice['move'];
  readonly leave: ClinicOffice['leave'];

  constructor(parts: OfficeParts) {
    this.#parts = parts;
    this.#inviting = new Inviting(parts);
    const { sharing, joining, moving, leaving } = parts;
    this.share = (form, author) => sharing.share(form, author);
    this.script = () => sharing.script();
    this.join = (form) => joining.join(form);
    this.move = (form, author) => moving.move(form, author);
    this.leave = (author) => leaving.leave(author);
  }

  get progress(): OfficeProgress | null {
    return this.#parts.work.progress;
  }

  get hasScript(): boolean {
    const { account, store } = this.#parts;
    const isSingle = account.state?.shared === null;
    return isSingle && (store.workstation()?.sealed ?? null) !== null;
  }

  get place(): ServerPlace | null {
    return this.#shared?.server ?? null;
  }

  get mostConnections(): number | null {
    return this.#parts.line.server?.greeting.mostConnections ?? null;
  }

  get workstations(): readonly WorkstationFact[] {
    const own = this.#own;
    return Object.entries(this.#shared?.workstations ?? {})
      .map(([id, { name, at }]) => ({
        ...{ id, name: shownName(name), isThis: id === own, enrolledAtMs: at },
      }))
      .sort(byName);
  }

  get invited(): readonly InvitedWorkstation[] {
    const nowMs = this.#parts.clock.now().wallMs;
    return Object.entries(this.#shared?.invited ?? {})
      .map(([id, { name, until }]) => ({
        ...{ id, name: shownName(name), untilMs: until, isLate: until <= nowMs },
      }))
      .sort(byName);
  }

  stop(): void {
    this.#parts.work.stop();
  }

  invite(names: readonly string[], author: Author): ReturnType<ClinicOffice['invite']> {
    return this.#inviting.invite(names, author);
  }

  /**
   * Takes a code back. The server goes first: whoever has the code could use it until then. If somebody did in
   * the moment between, the server has sent that computer away, and the clinic must know.
   */
  async withdraw(id: string, author: Author): Promise<Outcome<'unknownWorkstation'>> {
    const server = this.#server();
    // Somebody may have used it by now: that is a workstation, which can be removed.
    await this.#parts.log.pull();
    if (!isThere(this.#shared?.invited, id)) return refused('unknownWorkstation');
    await server.remove(id, CALL_MS);
    return this.#parts.decisions.commit(author, (now): Decision | Refused<'unknownWorkstation'> => {
      const shared = now.state?.shared ?? null;
      if (isThere(shared?.invited, id))
        return { change: { kind: 'workstation.withdrawn', workstation: id } };
      return shared !== null && isThere(shared.workstations, id)
        ? { change: { kind: 'workstation.removed', workstation: id, keys: null } }
        : refused('unknownWorkstation');
    });
  }

  rename(
    id: string,
    name: string,
    author: Author,
  ): Promise<Outcome<'unknownWorkstation' | 'nameTaken'>> {
    return this.#parts.decisions.commit(
      author,
      (now): Decision | Outcome<'unknownWorkstation' | 'nameTaken'> => {
        const shared = now.state?.shared ?? null;
        if (shared === null || !isThere(shared.workstations, id))
          return refused('unknownWorkstation');
        if (shared.workstations[id]?.name === name) return { ok: true };
        const others = { ...shared, workstations: without(shared.workstations, id) };
        if (Inviting.isTaken(others, name)) return refused('nameTaken');
        return { change: { kind: 'workstation.named', workstation: id, name } };
      },
    );
  }

  async remove(
    id: string,
    newKeys: boolean,
    author: Author,
  ): Promise<Outcome<'unknownWorkstation' | 'thisWorkstation'>> {
    if (id === this.#own) return refused('thisWorkstation');
    const removed = await this.#parts.decisions.commit(author, (now) =>
      this.#removing(now, id, newKeys),
    );
    // It is decided, and that computer reads it. What the server is told more is told again at the next contact.
    if (removed.ok) await this.repairRemovals();
    return removed;
  }

  /**
   * Has the server send everybody away who was removed: for when its answer was lost, or it was restored from a
   * backup. Call it when the server is in contact again. Never rejects.
   */
  async repairRemovals(): Promise<void> {
    const { server } = this.#parts.line;
    if (server === null) return;
    for (const id of Object.keys(this.#shared?.removed ?? {})) {
      if (this.#sentAway.has(id) || id === this.#own) continue;
      try {
        await server.remove(id, CALL_MS);
        this.#sentAway.add(id);
      } catch {
        return;
      }
    }
  }

  #removing(
    { state }: AccountNow,
    id: string,
    newKeys: boolean,
  ): Decision | Refused<'unknownWorkstation'> {
    const shared = state?.shared ?? null;
    if (shared === null || !isThere(shared.workstations, id)) return refused('unknownWorkstation');
    const change = { kind: 'workstation.removed', workstation: id } as const;
    if (!newKeys) return { change: { ...change, keys: null } };
    const workstations = without(shared.workstations, id);
    const next = nextLogKey({ ...shared, workstations });
    return {
      change: { ...change, keys: next.keys },
      boxes: [next.box],
      also: () => this.#parts.secret.addLogKey(next.keys.epoch, next.key),
    };
  }

  get #shared(): SharedState | null {
    return this.#parts.account.state?.shared ?? null;
  }

  /** This computer's id as a workstation. */
  get #own(): string | null {
    return this.#parts.store.workstation()?.id ?? null;
  }

  /** @throws {ServerAwayError} */
  #server(): ClinicServer {
    const { server } = this.#parts.line;
    if (server === null) throw new ServerAwayError('unreachable');
    return server;
  }
}

/** Ids come from windows: `__proto__` is no workstation. */
function isThere(all: Readonly<Record<string, unknown>> | undefined, id: string): boolean {
  return all !== undefined && Object.hasOwn(all, id);
}

function byName(one: { readonly name: string }, other: { readonly name: string }): number {
  return one.name < other.name ? -1 : 1;
}

function refused<Code extends string>(code: Code): Refused<Code> {
  return { ok: false, code };
}
