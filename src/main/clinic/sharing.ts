import { randomUUID } from 'node:crypto';
import type { Order } from '../account/chain-parts.js';
import type { KeptServer, SignedChangeOf } from '../account/changes.js';
import { boxesOf } from '../account/clinic-state.js';
import type { Entry } from '../account/entry.js';
import { LogKeys, nextLogKey } from '../account/log-keys.js';
import { scramVerifier } from '../keys/scram.js';
import { SeedKeys } from '../keys/seed-keys.js';
import {
  type AccountNow,
  type AccountStore,
  type Author,
  type ClinicServer,
  type Decision,
  type DecisionStore,
  FoundingError,
  loginOf,
  type LogStore,
  type Outcome,
  type Refused,
  ServerAwayError,
  type ServerConnector,
  type ServerFounder,
  type ServerPlace,
  type ShareForm,
  type ShareProblem,
  type TextDocument,
} from '../ports/index.js';
import { foundFor } from './founding.js';
import { DifferentError, Upload } from './upload.js';
import { StoppedError, type Work } from './work.js';
import {
  freshPassword,
  type Identity,
  SecretUnreachableError,
  type WorkstationSecret,
} from './workstation-secret.js';

const CONNECT_MS = 3_000;

/** Decides in the order that it is given, if there is one. */
export interface OrderedDecisions {
  commit<Code extends string = never>(
    author: Author,
    decide: (now: AccountNow) => Decision | Outcome<Code>,
    order?: Order,
  ): Promise<Outcome<Code>>;
}

export interface SharingParts {
  readonly account: Pick<AccountStore, 'state' | 'box'>;
  readonly decisions: OrderedDecisions;
  readonly entries: Pick<DecisionStore, 'entriesAfter' | 'count' | 'together'>;
  readonly rows: Pick<LogStore, 'append'>;
  readonly connector: ServerConnector;
  readonly founder: ServerFounder;
  readonly secret: WorkstationSecret;
  readonly work: Work;
}

/**
 * Turns the account of this computer into one of a clinic with several. All of it is on the server, read back
 * and compared, before anything changes here; until then at most an unused database is left. If the app dies
 * after the last row was sent, this computer still has its account for itself, and that database is of no use.
 */
export class Sharing {
  readonly #parts: SharingParts;

  constructor(parts: SharingParts) {
    this.#parts = parts;
  }

  async share(form: ShareForm, author: Author): Promise<Outcome<ShareProblem>> {
    const { work } = this.#parts;
    const open: ClinicServer[] = [];
    try {
      return await work.run('sharing', () => this.#share(form, author, open));
    } catch (error) {
      return refused(problemOf(error));
    } finally {
      for (const server of open) server.close();
    }
  }

  /** What whoever runs the database must run, if not with {@link share}. Makes a place for this computer alone. */
  async script(): Promise<TextDocument> {
    const { founder, secret } = this.#parts;
    // For a shared account it makes this computer's place on a new server, where the log goes on.
    const { workstation, log, password } = (await secret.load()) ?? (await this.#begin());
    const text = founder.script({ workstation, log, verifier: scramVerifier(password) });
    return { fileName: 'clinic-workstation-server.sql', text };
  }

  async #begin(): Promise<Identity> {
    const { secret, account, entries } = this.#parts;
    if ((account.state?.shared ?? null) !== null)
      throw new SecretUnreachableError('The secrets of this workstation are lost.');
    const identity = freshIdentity();
    await secret.prepare();
    entries.together(() => secret.save(identity));
    return identity;
  }

  async #share(
    form: ShareForm,
    author: Author,
    open: ClinicServer[],
  ): Promise<Outcome<ShareProblem>> {
    const { account, entries, secret, work } = this.#parts;
    const { place, owner } = form;
    if (account.state?.shared !== null) return refused('notSingle');
    const scripted = owner === null ? await secret.load() : null;
    if (owner === null && scripted === null) return refused('noScript');
    const identity = scripted ?? freshIdentity();
    await secret.prepare();
    work.step('connecting');
    if (owner !== null) await foundFor(identity, this.#parts.founder, place, owner);
    const connect = async (): Promise<ClinicServer> => {
      const server = await this.#connect(place, identity);
      open.push(server);
      return server;
    };
    const server = await connect();
    const { greeting } = server;
    if (greeting.log !== identity.log || greeting.standing !== 'enrolled')
      return refused('foreign');
    // Somebody's sharing came as far as here before.
    if (greeting.head.seq !== 0) return refused('inUse');
    work.step('preparing');
    const first = firstKeys(identity);
    const upload = new Upload({
      keys: first.logKeys,
      entriesAfter: (seq, most) => entries.entriesAfter(seq, most),
      boxes: () => boxesHere(account),
      onRow: (done) => work.step('sending', done, entries.count() + 1),
    });
    // Most of it while decisions are made here as always; the rest, and the last row, when none is.
    await upload.send(server);
    const second = await connect();
    work.step('comparing');
    await upload.compare(second);
    const change = sharedChange(form, identity, first.kept);
    const order: Order = {
      workstation: identity.workstation,
      append: async (entry: Entry, boxes: readonly Buffer[]) => {
        await upload.send(server);
        await upload.compare(second);
        work.pointOfNoReturn();
        await upload.finish(server, entry, boxes);
        await upload.compare(second);
        return 'appended';
      },
      written: () => {
        for (const row of upload.rows) this.#parts.rows.append(row);
        secret.save({ ...identity, logKeys: first.logKeys });
      },
    };
    return this.#parts.decisions.commit(
      author,
      (now): Decision | Refused<'notSingle'> =>
        now.state?.shared === null ? { change, boxes: [first.box] } : refused('notSingle'),
      order,
    );
  }

  #connect(place: ServerPlace, { workstation, password }: Identity): Promise<ClinicServer> {
    const login = { user: loginOf(workstation), password };
    return this.#parts.connector.connect(place, login, CONNECT_MS);
  }
}

function freshIdentity(): Identity {
  return {
    ...{ workstation: randomUUID(), log: randomUUID(), keys: SeedKeys.fresh() },
    ...{ password: freshPassword(), logKeys: null, joins: null },
  };
}

/** The first key of the log, and a share of it for the only computer. */
function firstKeys({ log, workstation, keys }: Identity): {
  readonly logKeys: LogKeys;
  readonly kept: ReturnType<typeof nextLogKey>['keys'];
  readonly box: Buffer;
} {
  const holder = { ...keys.publicKeys, name: '', at: 0 };
  const workstations = { [workstation]: holder };
  const none = { epoch: 0, box: '' };
  const next = nextLogKey({ log, keys: none, workstations, invited: {} });
  return { logKeys: new LogKeys(new Map([[1, next.key]])), kept: next.keys, box: next.box };
}

function sharedChange(
  { place, workstationName: name }: ShareForm,
  { log, workstation: id, keys }: Identity,
  kept: SignedChangeOf<'clinic.shared'>['keys'],
): SignedChangeOf<'clinic.shared'> {
  const workstation = { ...keys.publicKeys, id, name };
  return { kind: 'clinic.shared', log, server: keptPlace(place), workstation, keys: kept };
}

/** A place, as a decision names it. */
export function keptPlace({ addresses, database }: ServerPlace): KeptServer {
  return { addresses: addresses.map(({ host, port }) => ({ host, port })), database };
}

function boxesHere(account: Pick<AccountStore, 'state' | 'box'>): readonly Buffer[] {
  const { state } = account;
  return state === null ? [] : [...boxesOf(state)].flatMap((hash) => account.box(hash) ?? []);
}

/** @throws what is no reason that people can do something about */
function problemOf(error: unknown): ShareProblem {
  if (error instanceof ServerAwayError || error instanceof FoundingError) return error.why;
  if (error instanceof StoppedError) return 'stopped';
  if (error instanceof DifferentError) return 'different';
  if (error instanceof SecretUnreachableError) return 'keychain';
  throw error;
}

function refused<Code extends string>(code: Code): Refused<Code> {
  return { ok: false, code };
}
