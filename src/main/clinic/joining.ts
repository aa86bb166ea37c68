import type { Taken } from '../account/chain-parts.js';
import { positionOf } from '../account/clinic-state.js';
import { writeEntry } from '../account/entry.js';
import type { LogKeys } from '../account/log-keys.js';
import { rowLink } from '../account/row-reader.js';
import { scramVerifier } from '../keys/scram.js';
import { SeedKeys } from '../keys/seed-keys.js';
import {
  type AccountStore,
  type AuditSink,
  type ClinicServer,
  type Clock,
  type JoinForm,
  type JoinProblem,
  loginOf,
  type LogRow,
  type LogStore,
  type Outcome,
  type Refused,
  type Remembered,
  ServerAwayError,
  type ServerConnector,
} from '../ports/index.js';
import { type Enrolment, forgetEnrolment, readEnrolmentCode } from './enrolment-code.js';
import { LogDownload, NotTheClinicError, OutdatedError } from './log-download.js';
import { type EnrolmentPackage, openPackage } from './package.js';
import { StoppedError, type Work } from './work.js';
import {
  freshPassword,
  type Identity,
  SecretUnreachableError,
  type WorkstationSecret,
} from './workstation-secret.js';

const CONNECT_MS = 3_000;
const CALL_MS = 10_000;
const DECISION_MS = 5_000;
/** How often this computer tries again because others decided something meanwhile. */
const MOST_TRIES = 50;

export interface JoiningParts {
  readonly account: Pick<AccountStore, 'state' | 'together'>;
  readonly chain: {
    readonly head: Remembered;
    inTurn<T>(work: () => Promise<T>): Promise<T>;
    take(taken: Taken): void;
  };
  readonly rows: Pick<LogStore, 'append'>;
  readonly connector: ServerConnector;
  readonly secret: WorkstationSecret;
  readonly work: Work;
  readonly clock: Clock;
  readonly audit: AuditSink;
  /** How far this computer's audit trail has come. */
  readonly trailHead: () => Parameters<typeof writeEntry>[0]['trail'];
  /** Whether something of a clinic is in the account's file: of this one, or of one that this computer left. */
  readonly hasAccount: () => boolean;
  /** Has the account's file kept beside, and the app begin again without an account. */
  readonly setAside: () => Promise<void>;
  /** What this computer is to remember outside of the account's file. */
  readonly remember: (at: Remembered) => void;
}

/** Makes this computer a workstation of a clinic, by a code on paper. */
export class Joining {
  readonly #parts: JoiningParts;

  constructor(parts: JoiningParts) {
    this.#parts = parts;
  }

  /**
   * With an account here and `setAside`, the code is tried and the account set aside: whoever has the code
   * types it once more after the start that follows, as it is not spent before.
   */
  async join(form: JoinForm): Promise<Outcome<JoinProblem>> {
    const { connector, work, hasAccount, setAside } = this.#parts;
    if (hasAccount()) {
      if (!form.setAside) return refused('hasAccount');
      const tried = await work.run('joining', () => tryCode(connector, form));
      if (tried.ok) await setAside();
      return tried;
    }
    const enrolment = readEnrolmentCode(form.code);
    if (enrolment === null) return refused('wrongCode');
    const open: ClinicServer[] = [];
    try {
      return await work.run('joining', () => this.#join(form, enrolment, open));
    } catch (error) {
      return refused(problemOf(error));
    } finally {
      forgetEnrolment(enrolment);
      for (const server of open) server.close();
    }
  }

  async #join(
    { place }: JoinForm,
    enrolment: Enrolment,
    open: ClinicServer[],
  ): Promise<Outcome<JoinProblem>> {
    const { connector, secret } = this.#parts;
    const connect = async (password: string): Promise<ClinicServer> => {
      const login = { user: loginOf(enrolment.workstation), password };
      const server = await connector.connect(place, login, CONNECT_MS);
      open.push(server);
      return server;
    };
    const half = await secret.load();
    let server: ClinicServer;
    try {
      server = await connect(enrolment.password);
    } catch (error) {
      // The answer of an earlier try may have been lost: then the code is spent, by this computer.
      const isSpent = error instanceof ServerAwayError && error.why === 'refused';
      if (!isSpent || half?.workstation !== enrolment.workstation) throw error;
      server = await connect(half.password);
      return this.#finish(server, half);
    }
    return this.#enrol(server, enrolment, await fetchPackage(server, enrolment));
  }

  async #enrol(
    server: ClinicServer,
    enrolment: Enrolment,
    { expected, logKeys }: EnrolmentPackage,
  ): Promise<Outcome<JoinProblem>> {
    const { secret, work, account } = this.#parts;
    const { workstation } = enrolment;
    const identity: Identity = {
      ...{ workstation, log: expected.log, logKeys, joins: expected },
      ...{ keys: SeedKeys.fresh(), password: freshPassword() },
    };
    const download = this.#download(identity, logKeys, { id: workstation, keys: enrolment.keys });
    // What is asked below may be done although no answer comes: kept before, it can be finished later.
    await secret.prepare();
    const verifier = scramVerifier(identity.password);
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      await download.read(server);
      const invited = download.state.shared?.invited[workstation];
      if (invited?.signing !== enrolment.keys.publicKeys.signing) return refused('refused');
      const boxes = await download.boxes(server);
      account.together(() => secret.save(identity));
      const after = download.head;
      const body = logKeys.sealRow(this.#enrolled(download, enrolment, identity));
      const row: LogRow = { seq: after.seq + 1, link: rowLink(after.link, body), body };
      work.pointOfNoReturn();
      if ((await server.enrol(after, body, verifier, DECISION_MS)) === 'moved') continue;
      await download.add(row);
      return this.#take(download, boxes, identity);
    }
    throw new ServerAwayError('broken');
  }

  /** Goes on where an earlier try lost the answer. */
  async #finish(server: ClinicServer, half: Identity): Promise<Outcome<JoinProblem>> {
    const { logKeys } = half;
    if (logKeys === null) throw new NotTheClinicError('It was never asked for.');
    const holder = { id: half.workstation, keys: half.keys };
    const download = this.#download(half, logKeys, holder);
    await download.read(server);
    const enrolled = download.state.shared?.workstations[half.workstation];
    if (enrolled?.signing !== half.keys.publicKeys.signing) return refused('refused');
    return this.#take(download, await download.boxes(server), half);
  }

  /** Everything into the account's file, in one transaction. */
  async #take(
    download: LogDownload,
    boxes: readonly Buffer[],
    identity: Identity,
  ): Promise<Outcome<JoinProblem>> {
    const { chain, rows, secret, clock, audit, remember } = this.#parts;
    const { state, entries } = download;
    const name = state.shared?.workstations[identity.workstation]?.name ?? '';
    await chain.inTurn(() => {
      const also = (): void => {
        for (const row of download.rows) rows.append(row);
        secret.save({ ...identity, joins: null });
        const detail = { workstation: name };
        audit.append({ event: 'workstation.enrolled', at: clock.now(), memberId: null, detail });
      };
      chain.take({ entries, state, boxes, also });
      return Promise.resolve();
    });
    remember(chain.head);
    return { ok: true };
  }

  #download(
    { joins }: Identity,
    logKeys: LogKeys,
    holder: { readonly id: string; readonly keys: SeedKeys },
  ): LogDownload {
    if (joins === null) throw new NotTheClinicError('This computer joins none.');
    const onRow = (done: number, of: number): void => this.#parts.work.step('fetching', done, of);
    return new LogDownload({ logKeys, holder, expected: joins, onRow });
  }

  /** Says, with the code's own key, that this computer is the workstation from now on. */
  #enrolled(
    download: LogDownload,
    { workstation, keys: code }: Enrolment,
    { keys }: Identity,
  ): ReturnType<typeof writeEntry> {
    const { clock, trailHead } = this.#parts;
    const { state } = download;
    const by = { as: 'enrolment', id: workstation, key: code.publicKeys.signing } as const;
    const change = { kind: 'workstation.enrolled', workstation, keys: keys.publicKeys } as const;
    const at = Math.round(clock.now().wallMs);
    const body = { clinic: state.clinic, at, by, on: workstation, trail: trailHead(), change };
    return writeEntry(body, positionOf(state), code);
  }
}

/** Whether a code is good, without spending it. Nothing of this computer is asked or changed. */
export async function tryCode(
  connector: ServerConnector,
  { place, code }: Pick<JoinForm, 'place' | 'code'>,
): Promise<Outcome<JoinProblem>> {
  const enrolment = readEnrolmentCode(code);
  if (enrolment === null) return refused('wrongCode');
  const login = { user: loginOf(enrolment.workstation), password: enrolment.password };
  let server: ClinicServer | null = null;
  try {
    server = await connector.connect(place, login, CONNECT_MS);
    const { logKeys } = await fetchPackage(server, enrolment);
    logKeys.forget();
    return { ok: true };
  } catch (error) {
    return refused(problemOf(error));
  } finally {
    forgetEnrolment(enrolment);
    server?.close();
  }
}

/** @throws {NotTheClinicError} for a package that the code does not open */
async function fetchPackage(
  server: ClinicServer,
  { packageKey, workstation }: Enrolment,
): Promise<EnrolmentPackage> {
  const sealed = await server.enrolmentPackage(CALL_MS);
  if (sealed === null) throw new ServerAwayError('refused');
  const brought = openPackage(sealed, packageKey, workstation);
  if (brought?.expected.log !== server.greeting.log)
    throw new NotTheClinicError('The package is not for this code.');
  return brought;
}

/** @throws what is no reason that people can do something about */
function problemOf(error: unknown): JoinProblem {
  if (error instanceof ServerAwayError) return error.why;
  if (error instanceof StoppedError) return 'stopped';
  if (error instanceof NotTheClinicError) return 'notTheClinic';
  if (error instanceof OutdatedError) return 'outdated';
  if (error instanceof SecretUnreachableError) return 'keychain';
  throw error;
}

function refused<Code extends string>(code: Code): Refused<Code> {
  return { ok: false, code };
}
