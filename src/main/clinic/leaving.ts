import type { Order } from '../account/chain-parts.js';
import { boxesOf, type ClinicState, positionOf } from '../account/clinic-state.js';
import { type Position, writeEntry } from '../account/entry.js';
import { without } from '../account/judge-computers.js';
import { LogKeys, nextLogKey } from '../account/log-keys.js';
import { forgetRotation, type Reseal, rotate } from '../account/rotation.js';
import { readRows } from '../account/row-reader.js';
import { type ClinicKeys, hashOf } from '../account/shares.js';
import {
  type AccountNow,
  type AccountStore,
  type Author,
  type AwayReason,
  type ClinicServer,
  type ClinicStore,
  type Clock,
  type Decision,
  loginOf,
  type LogStore,
  MOST_AT_ONCE,
  type Outcome,
  ServerAwayError,
  type ServerConnector,
  type ServerPlace,
} from '../ports/index.js';
import type { OrderedDecisions } from './sharing.js';
import type { Identity, WorkstationSecret } from './workstation-secret.js';

const CONNECT_MS = 3_000;
const CALL_MS = 10_000;
const DECISION_MS = 5_000;
/** How often the clinic is told anew because others decided something meanwhile. */
const MOST_TRIES = 20;

export interface LeavingParts {
  readonly account: Pick<AccountStore, 'state' | 'box'>;
  readonly decisions: OrderedDecisions;
  readonly log: {
    readonly head: Position;
    /** Brings a box here. Rejects with `ServerAwayError`. */
    fetchBox(hash: string, boundMs: number): Promise<'here' | 'missing'>;
  };
  readonly connector: ServerConnector;
  readonly rows: Pick<LogStore, 'clear'>;
  readonly store: Pick<ClinicStore, 'clear' | 'saveWorkstation' | 'workstation'>;
  readonly secret: WorkstationSecret;
  readonly clock: Clock;
  /** @throws `LostShareError` when the signed-in administrator has none */
  readonly clinicKeys: () => ClinicKeys;
  /** Seals anew what lies outside of the chain under the administrators' key. */
  readonly reseal: Reseal;
}

/** Where the clinic goes on without this computer, as this computer knew it last. */
interface Farewell {
  readonly server: ClinicServer;
  readonly workstation: string;
  readonly logKeys: LogKeys;
  readonly author: Author;
  state: ClinicState;
  log: Position;
}

/**
 * Makes this computer independent. Here everything goes on as it was, with new keys and by itself; for the
 * clinic, this computer was removed by its own administrator. It leaves first and tells the clinic then: told
 * first, a computer whose answer was lost would read of its own removal, and wipe the account.
 */
export class Leaving {
  readonly #parts: LeavingParts;

  constructor(parts: LeavingParts) {
    this.#parts = parts;
  }

  async leave(author: Author): Promise<Outcome<AwayReason>> {
    const { identity } = this.#parts.secret;
    const { state } = this.#parts.account;
    const shared = state?.shared ?? null;
    const keys = identity?.logKeys ?? null;
    if (identity === null || keys === null || state === null || shared === null)
      return { ok: false, code: 'unreachable' };
    let server: ClinicServer | null = null;
    try {
      // A connection of its own: the clinic's is given up as soon as this computer has left.
      server = await this.#connect(shared.server, identity);
      await this.#fetchAll(state);
      return await this.#leave({ server, identity, keys }, author);
    } catch (error) {
      if (error instanceof ServerAwayError) return { ok: false, code: error.why };
      throw error;
    } finally {
      server?.close();
    }
  }

  async #leave(
    { server, identity, keys }: { server: ClinicServer; identity: Identity; keys: LogKeys },
    author: Author,
  ): Promise<Outcome<AwayReason>> {
    const { secret, log, account, clock, decisions } = this.#parts;
    // In use until the clinic was told, while the session may end.
    const own = { ...author, keys: author.keys.copy() };
    const logKeys = new LogKeys(keys.export());
    const { workstation } = identity;
    const before: { now: Farewell | null } = { now: null };
    try {
      const order: Order = {
        workstation,
        append: () => {
          // In this turn nobody else decides anything here: this is how the clinic stands.
          const { state } = account;
          if (state !== null)
            before.now = { server, workstation, logKeys, author: own, state, log: log.head };
          return Promise.resolve('appended');
        },
        written: () => undefined,
      };
      const left = await decisions.commit(author, (now) => this.#alone(now), order);
      if (before.now !== null) await tell(before.now, clock).catch(() => undefined);
      await secret.forget();
      return left;
    } finally {
      own.keys.forget();
      logKeys.forget();
    }
  }

  #connect(place: ServerPlace, { workstation, password }: Identity): Promise<ClinicServer> {
    const login = { user: loginOf(workstation), password };
    return this.#parts.connector.connect(place, login, CONNECT_MS);
  }

  /** What only other computers have so far is brought here: the server is out of reach from then on. */
  async #fetchAll(state: ClinicState): Promise<void> {
    const { account, log } = this.#parts;
    for (const hash of boxesOf(state))
      if (account.box(hash) === null) await log.fetchBox(hash, CALL_MS);
  }

  #alone(now: AccountNow): Decision {
    const { rows, secret, reseal, clinicKeys } = this.#parts;
    const { state } = now;
    if (state === null) throw new Error('There is no clinic to leave.');
    const old = clinicKeys();
    const rotated = rotate(now, state, old);
    return {
      change: { kind: 'clinic.left', rotation: rotated.rotation },
      boxes: rotated.boxes,
      also: () => {
        rows.clear();
        this.#forgetContact();
        secret.dropSealed();
        reseal(old, rotated.keys);
        forgetRotation(rotated);
      },
    };
  }

  /** What this computer was called stays: its audit trail names it. */
  #forgetContact(): void {
    const { store } = this.#parts;
    const was = store.workstation();
    store.clear();
    if (was !== null) store.saveWorkstation(was);
  }
}

/** Tells the clinic that this computer is gone. Without it administrators remove it at another desk. */
async function tell(farewell: Farewell, clock: Clock): Promise<void> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    if (await appendRemoval(farewell, clock)) break;
    await follow(farewell);
  }
  await farewell.server.remove(farewell.workstation, CALL_MS);
}

/** @returns whether nobody was faster */
async function appendRemoval(farewell: Farewell, clock: Clock): Promise<boolean> {
  const { server, workstation, author, logKeys, state, log } = farewell;
  const { shared } = state;
  if (shared?.workstations[workstation] === undefined) return true;
  const workstations = without(shared.workstations, workstation);
  const next = nextLogKey({ ...shared, workstations });
  next.key.fill(0);
  const entry = writeEntry(
    {
      ...{ clinic: state.clinic, at: Math.round(clock.now().wallMs), on: workstation, trail: null },
      by: { as: 'member', id: author.memberId, key: author.keys.publicKeys.signing },
      change: { kind: 'workstation.removed', workstation, keys: next.keys },
    },
    positionOf(state),
    author.keys,
  );
  const box = { name: logKeys.boxName(hashOf(next.box)), box: logKeys.sealBox(next.box) };
  const answer = await server.append(log, logKeys.sealRow(entry), [box], DECISION_MS);
  return answer === 'appended';
}

/** Takes what others decided meanwhile. */
async function follow(farewell: Farewell): Promise<void> {
  const rows = await farewell.server.rowsAfter(farewell.log.seq, MOST_AT_ONCE, CALL_MS);
  const { log, state, logKeys } = farewell;
  const reading = await readRows(rows, log, state, logKeys);
  const last = reading.rows.at(-1);
  const after = last?.state ?? null;
  if (last === undefined || after === null || reading.stopped !== null)
    throw new ServerAwayError('broken');
  farewell.state = after;
  farewell.log = last.row;
}
