import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { type Position, START } from '../../../src/main/account/entry.js';
import { scramVerifier } from '../../../src/main/keys/scram.js';
import {
  type ClinicServer,
  loginOf,
  type NamedBox,
  ServerAwayError,
  type ServerConnector,
  type ServerFounder,
  type ServerLogin,
  type ServerPlace,
} from '../../../src/main/ports/clinic-server.js';

/* What the conformance suite of the clinic's server needs: one server, and clinics on it. */

/** Long enough for any server that works. */
export const BOUND_MS = 20_000;
/** For calls that are to run into it. */
export const SHORT_MS = 400;

/** A server under test. */
export interface ServerWorld {
  readonly connector: ServerConnector;
  readonly founder: ServerFounder;
  /** An empty database, and whoever may found a clinic in it. */
  emptyPlace(): Promise<{ readonly place: ServerPlace; readonly owner: ServerLogin }>;
  /** Nothing answers, and connections stay open. */
  freeze(): void;
  thaw(): void;
  /** Everybody is cut off; then it works again. */
  restart(): Promise<void>;
  /** The time of that enrolment is over. */
  expire(place: ServerPlace, workstation: string): Promise<void>;
}

export interface Desk {
  readonly workstation: string;
  readonly login: ServerLogin;
}

export function newDesk(): Desk {
  const workstation = randomUUID();
  return { workstation, login: { user: loginOf(workstation), password: newPassword() } };
}

export function newPassword(): string {
  return randomBytes(16).toString('hex');
}

/** A founded clinic. */
export class TestClinic {
  readonly log = randomUUID();
  readonly first = newDesk();
  readonly #open: ClinicServer[] = [];

  private constructor(
    readonly world: ServerWorld,
    readonly place: ServerPlace,
    readonly owner: ServerLogin,
  ) {}

  static async found(world: ServerWorld): Promise<TestClinic> {
    const { place, owner } = await world.emptyPlace();
    const clinic = new TestClinic(world, place, owner);
    await clinic.found();
    return clinic;
  }

  found(): Promise<void> {
    const { workstation, login } = this.first;
    const first = { log: this.log, workstation, verifier: scramVerifier(login.password) };
    return this.world.founder.found(this.place, this.owner, first, BOUND_MS);
  }

  async connect(login = this.first.login, boundMs = BOUND_MS): Promise<ClinicServer> {
    const server = await this.world.connector.connect(this.place, login, boundMs);
    this.#open.push(server);
    return server;
  }

  /** As `connect`, where connections that were destroyed may still count. */
  async connectAgain(login = this.first.login): Promise<ClinicServer> {
    const untilMs = performance.now() + BOUND_MS;
    for (;;)
      try {
        return await this.connect(login);
      } catch (error) {
        const isFull = error instanceof ServerAwayError && error.why === 'full';
        if (!isFull || performance.now() > untilMs) throw error;
      }
  }

  /** A code, and a connection with it. */
  async enrolling(
    by: ClinicServer,
    sealed = randomBytes(100),
  ): Promise<Desk & { code: ServerLogin }> {
    const desk = newDesk();
    const password = newPassword();
    const verifier = scramVerifier(password);
    const place = { workstation: desk.workstation, verifier, sealed, hours: 24 };
    await by.openEnrolment(place, BOUND_MS);
    return { ...desk, code: { user: desk.login.user, password } };
  }

  /** A second workstation. */
  async enrolled(by: ClinicServer): Promise<Desk> {
    const desk = await this.enrolling(by);
    const server = await this.connect(desk.code);
    const { head } = await server.greet(BOUND_MS);
    await server.enrol(head, randomBytes(50), scramVerifier(desk.login.password), BOUND_MS);
    server.close();
    return desk;
  }

  close(): void {
    for (const server of this.#open) server.close();
  }
}

/** What each test has at hand: a clinic of its own, and its first workstation's connection. */
export interface Bench {
  readonly world: ServerWorld;
  readonly clinic: TestClinic;
  readonly server: ClinicServer;
}

export function linkAfter(after: Position, body: Buffer): Buffer {
  return createHash('sha256').update(after.link).update(body).digest();
}

export function positionAfter(after: Position, body: Buffer): Position {
  return { seq: after.seq + 1, link: linkAfter(after, body) };
}

/** Appends as many rows, and returns where the log ends then. */
export async function fill(server: ClinicServer, rows: number, after = START): Promise<Position> {
  let head = after;
  for (let row = 0; row < rows; row += 1) {
    const body = randomBytes(40);
    await server.append(head, body, [], BOUND_MS);
    head = positionAfter(head, body);
  }
  return head;
}

export function newBox(bytes = 60): NamedBox {
  return { name: randomBytes(32), box: randomBytes(bytes) };
}

/** @returns why the server is away, as `work` says; fails when it is not */
export async function whyAway(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof ServerAwayError) return error.why;
  throw new Error('The call was answered, or failed in another way.', { cause: error });
}
