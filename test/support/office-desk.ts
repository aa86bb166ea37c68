import { DEFAULT_POLICY } from '../../src/shared/policy/policy.js';
import type { Taken } from '../../src/main/account/chain-parts.js';
import { boxesOf } from '../../src/main/account/clinic-state.js';
import { readEntry, START } from '../../src/main/account/entry.js';
import type { SeedKeys } from '../../src/main/keys/seed-keys.js';
import { Beyond } from '../../src/main/account/beyond.js';
import { SharedLog } from '../../src/main/account/shared-log.js';
import { clinicChanges } from '../../src/main/clinic/changes.js';
import { Joining } from '../../src/main/clinic/joining.js';
import { Leaving } from '../../src/main/clinic/leaving.js';
import { Moving } from '../../src/main/clinic/moving.js';
import { Office } from '../../src/main/clinic/office.js';
import { RemovedHere } from '../../src/main/clinic/removal.js';
import { Sharing } from '../../src/main/clinic/sharing.js';
import { Work } from '../../src/main/clinic/work.js';
import { WorkstationSecret } from '../../src/main/clinic/workstation-secret.js';
import type { ClinicState } from '../../src/main/account/clinic-state.js';
import type {
  ClinicServer,
  Remembered,
  ServerConnector,
  ServerFounder,
  ServerPlace,
} from '../../src/main/ports/index.js';
import { loginOf } from '../../src/main/ports/index.js';
import { openClinicStore } from '../../src/main/storage/clinic-store.js';
import { openClinicWipe } from '../../src/main/storage/clinic-wipe.js';
import { AccountDatabase } from '../../src/main/storage/database.js';
import { openDecisionStore } from '../../src/main/storage/decision-store.js';
import { openLogStore } from '../../src/main/storage/log-store.js';
import { FakeKeychain } from './fakes/fake-keychain.js';
import { VirtualLine } from './fakes/virtual-line.js';
import type { VirtualServer } from './fakes/virtual-server.js';
import { partsOf, RealClinic } from './real-clinic.js';

export const PLACE: ServerPlace = {
  addresses: [{ host: 'db.rivertown.example', port: 5432 }],
  database: 'clinic',
};

/** A password takes long to derive: the same founding stands for every test. */
let founded: {
  readonly id: string;
  readonly keys: SeedKeys;
  readonly taken: Omit<Taken, 'also'>;
} | null = null;

/** One computer with its account on a real database, and all that belongs to a clinic with several. */
export class OfficeDesk {
  readonly keychain = new FakeKeychain();
  readonly line: VirtualLine;
  readonly database: AccountDatabase;
  readonly parts: ReturnType<typeof partsOf>;
  readonly clinic: RealClinic;
  readonly store: ReturnType<typeof openClinicStore>;
  readonly rows: ReturnType<typeof openLogStore>;
  readonly secret: WorkstationSecret;
  readonly beyond: Beyond;
  readonly log: SharedLog;
  readonly work: Work;
  readonly sharing: Sharing;
  readonly joining: Joining;
  readonly leaving: Leaving;
  readonly office: Office;
  readonly removal: RemovedHere;
  /** How often the account was asked to be set aside. */
  asides = 0;
  remembered: Remembered | null = null;
  readonly ended: string[] = [];
  /** How far the work came, step by step. */
  readonly steps: string[] = [];
  #server: ClinicServer | null = null;
  readonly #connector: ServerConnector;

  /**
   * @param database of an earlier run of the app on the same computer
   * @param net the way to a real server, in the place of that in memory
   */
  constructor(
    server: VirtualServer,
    database = new AccountDatabase(':memory:'),
    keychain?: FakeKeychain,
    net?: { readonly connector: ServerConnector; readonly founder: ServerFounder },
  ) {
    if (keychain !== undefined) this.keychain = keychain;
    this.line = new VirtualLine(server);
    this.database = database;
    this.parts = partsOf(database);
    this.clinic = new RealClinic(this.parts);
    const { account, chain, clock, audit, installation } = this.parts;
    const decisions = openDecisionStore(database);
    this.store = openClinicStore(database);
    this.rows = openLogStore(database);
    this.secret = new WorkstationSecret({
      ...{ store: this.store, keychain: this.keychain, clock, installation },
    });
    const reader = () => {
      const { identity } = this.secret;
      const log = identity?.logKeys ?? null;
      if (identity === null || log === null) return null;
      return { id: identity.workstation, keys: identity.keys, log, keep: () => this.secret.keep() };
    };
    const beyond = new Beyond({ reader, onOrder: () => undefined });
    this.beyond = beyond;
    this.log = new SharedLog({
      ...{ chain, account, decisions, rows: this.rows, reader, beyond },
      onPutBack: () => undefined,
      onLost: () => undefined,
    });
    this.work = new Work(() => {
      const { progress } = this.work;
      if (progress !== null) this.steps.push(`${progress.step} ${progress.done}/${progress.of}`);
    });
    const { secret, work, rows, store } = this;
    const { connector, founder } = net ?? { connector: this.line, founder: server };
    this.#connector = connector;
    const base = { account, decisions: chain, rows, secret, work, clock, connector, audit, store };
    this.sharing = new Sharing({ ...base, entries: decisions, founder });
    this.joining = new Joining({
      ...{ ...base, chain },
      trailHead: () => null,
      hasAccount: () => account.state !== null || store.removal() !== null,
      setAside: () => {
        this.asides += 1;
        return Promise.resolve();
      },
      remember: (at) => {
        this.remembered = at;
      },
    });
    this.leaving = new Leaving({
      ...{ ...base, log: this.log },
      clinicKeys: () => {
        const { clinic } = this.clinic.identity.keys;
        if (clinic === null) throw new Error('There is no share.');
        return clinic;
      },
      reseal: () => undefined,
    });
    const { sharing, joining, leaving } = this;
    const moving = new Moving({ ...base, line: this, founder });
    this.office = new Office({
      ...{ ...base, line: this, log: this.log },
      ...{ sharing, joining, moving, leaving },
    });
    this.removal = new RemovedHere({
      ...{ ...base, wipe: openClinicWipe(database), beyond: () => beyond.removal },
      forgetMemory: () => {
        this.remembered = null;
        return Promise.resolve(true);
      },
      endSession: () => {
        this.ended.push('session');
        return Promise.resolve();
      },
      sendLast: () => {
        this.ended.push('audit');
        return Promise.resolve();
      },
    });
    chain.register(
      clinicChanges({ account, audit, clock, self: () => store.workstation()?.id ?? null }),
    );
  }

  /** Founds a clinic on this computer, with one administrator, who is signed in. */
  async found(): Promise<void> {
    const { account, chain } = this.parts;
    const { keys } = this.clinic.identity;
    if (founded === null) {
      const { id } = await this.clinic.found();
      const [stored] = openDecisionStore(this.database).entriesAfter(0, 1);
      const entry = stored === undefined ? null : readEntry(stored, START);
      if (entry === null) throw new Error('Nothing was decided.');
      const boxes = [...boxesOf(this.state)].map((hash) => account.box(hash) ?? Buffer.alloc(0));
      founded = {
        id,
        keys: keys.keys.copy(),
        taken: { entries: [entry], state: this.state, boxes },
      };
      return;
    }
    const { id, keys: seed, taken } = founded;
    await chain.check();
    await chain.inTurn(() => {
      chain.take({ ...taken, also: () => undefined });
      return Promise.resolve();
    });
    keys.hold(id, seed.copy());
  }

  /** The member who is signed in decides something. */
  setPolicy(author = this.clinic.author): Promise<unknown> {
    const change = { kind: 'policy.set', policy: DEFAULT_POLICY } as const;
    return this.parts.chain.commit(author, () => ({ change }));
  }

  /** The connection to the clinic's server, as the link would hold it. */
  get server(): ClinicServer | null {
    return this.#server;
  }

  async take(server: ClinicServer): Promise<void> {
    await this.log.meet(server);
    this.#server = server;
    server.onGone(() => this.part());
  }

  /** Connects as the link does. @returns how the account stands to the server's */
  async connect(): Promise<string> {
    const identity = await this.secret.load();
    if (identity === null) throw new Error('This computer is no workstation.');
    const login = { user: loginOf(identity.workstation), password: identity.password };
    const place = this.state.shared?.server ?? PLACE;
    const server = await this.#connector.connect(place, login, 10_000);
    const meeting = await this.log.meet(server);
    this.#server = server;
    server.onGone(() => this.part());
    return meeting;
  }

  part(): void {
    this.#server = null;
    this.log.part();
  }

  get state(): ClinicState {
    const { state } = this.parts.account;
    if (state === null) throw new Error('There is no clinic here.');
    return state;
  }

  get id(): string {
    return this.store.workstation()?.id ?? '';
  }

  /** What was written to the audit trail, by the names of the events. */
  async audited(): Promise<readonly string[]> {
    const query = { events: null, memberId: null, sinceMs: null, beforeId: null, limit: 1_000 };
    return (await this.parts.audit.read(query)).map(({ event }) => event).reverse();
  }

  /** Every byte of the account's file. */
  all(): string {
    const { build } = this.database;
    const tables = [
      ...['decision', 'decision_set_aside', 'decision_box', 'clinic_state', 'log_row'],
      ...['clinic_workstation', 'last_contact', 'mark_part', 'sealed_record', 'removal'],
    ] as const;
    return JSON.stringify(
      tables.map((table) => [
        table,
        this.database.all(build.selectFrom(table as 'decision').selectAll()),
      ]),
    );
  }
}

/** A clinic that is shared by one computer, which is connected. */
export async function sharedDesk(server: VirtualServer): Promise<OfficeDesk> {
  const desk = new OfficeDesk(server);
  await desk.found();
  const shared = await desk.office.share(shareForm(), desk.clinic.author);
  if (!shared.ok) throw new Error(shared.code);
  await desk.connect();
  return desk;
}

export function shareForm(place = PLACE) {
  return {
    place,
    owner: { user: 'owner', password: 'owners-password' },
    workstationName: 'Reception 1',
  };
}

/** A code for one more computer. */
export async function codeFrom(desk: OfficeDesk, name: string): Promise<string> {
  const made = await desk.office.invite([name], desk.clinic.author);
  const [code] = made.ok ? made.codes : [];
  if (code === undefined) throw new Error('There is no code.');
  return code;
}

/** One more computer of the clinic, connected. */
export async function joinedDesk(first: OfficeDesk, name: string): Promise<OfficeDesk> {
  const code = await codeFrom(first, name);
  const desk = new OfficeDesk(first.line.server);
  const joined = await desk.office.join({ place: PLACE, code, setAside: false });
  if (!joined.ok) throw new Error(joined.code);
  await desk.connect();
  return desk;
}
