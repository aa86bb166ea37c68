import { composePresence, type ComposedPresence } from '../../../src/main/app/compose-presence.js';
import { KeyRing } from '../../../src/main/identity/key-ring.js';
import type {
  AuditEvent,
  BeatSession,
  ClinicServer,
  HeardBeat,
  Member,
  WorkstationBeat,
} from '../../../src/main/ports/index.js';
import { MemoryClinicStore } from '../../support/clinic/memory-clinic-store.js';
import { memberNamed } from '../../support/fakes/builders.js';
import type { Desk } from '../../support/fakes/desk.js';
import { enrolDesk, shareDesk } from '../../support/fakes/desks.js';
import { keysOf } from '../../support/fakes/member-seeds.js';
import { MemoryAccount } from '../../support/fakes/memory-account.js';
import { VirtualClock } from '../../support/fakes/virtual-clock.js';
import { VirtualServer } from '../../support/fakes/virtual-server.js';
import { ada, dana, sam } from '../account/several-desks.js';

const BOUND_MS = 5_000;
const MINUTE_MS = 60_000;

/** One workstation with what it says of itself, and with what it believes of the others. */
export class SpeakingDesk {
  readonly keys: KeyRing;
  readonly audited: AuditEvent[] = [];
  readonly trail = { events: 12, link: Buffer.alloc(32, 7) };
  session: BeatSession | null = null;
  /** At how many others the same member is signed in, with each answer to what was said of the session. */
  readonly answers: number[] = [];
  /** How often what is known of elsewhere was something else. */
  changes = 0;
  /** Asked in the place of the desk's own connection. */
  server: ClinicServer | null = null;
  speaking: ComposedPresence;

  constructor(
    readonly desk: Desk,
    readonly clock: VirtualClock,
    readonly store = new MemoryClinicStore(),
  ) {
    this.keys = new KeyRing(desk.account);
    this.speaking = this.started();
  }

  /** The app starts, on what is kept. */
  started(): ComposedPresence {
    const { desk, clock, store } = this;
    const { account, rows, identity, logKeys } = desk;
    this.speaking = composePresence({
      ...{ account, clock, rows, clinicStore: store },
      audit: { append: (event) => this.audited.push(event), head: () => this.trail },
      secret: { identity: { workstation: identity.id, keys: identity.keys, logKeys } },
      server: () => this.server ?? desk.connection,
      onChange: () => (this.changes += 1),
    });
    this.speaking.speakFor({
      ...{ keys: this.keys, version: '1.2.3' },
      session: () => this.session,
      onAnswer: (elsewhere) => this.answers.push(elsewhere),
    });
    return this.speaking;
  }

  get connection(): ClinicServer {
    const { connection } = this.desk;
    if (connection === null) throw new Error('There is no connection.');
    return connection;
  }

  signIn(member: Member, signedInSeq = this.desk.state.seq): BeatSession {
    const nowMs = this.clock.now().wallMs;
    this.keys.hold(member.id, keysOf(member));
    this.session = {
      ...{ memberId: member.id, signedInSeq, sinceMs: nowMs, lastActivityMs: nowMs },
      ...{ idleEndMs: nowMs + 15 * MINUTE_MS, longestEndMs: nowMs + 600 * MINUTE_MS },
    };
    this.speaking.noteSession();
    return this.session;
  }

  signOut(): void {
    this.keys.forget();
    this.session = null;
    this.speaking.noteSession();
  }

  /** Says how it is, and lets all work go on that the answer sets off. */
  async speak(): Promise<unknown> {
    const answer = await this.speaking.beats.beat(this.connection, BOUND_MS);
    await settled();
    return answer;
  }

  /** What it believes of another workstation. */
  async of({ desk }: SpeakingDesk): Promise<WorkstationBeat | undefined> {
    const { beats } = await this.speaking.presence.everybody();
    return beats.find(({ workstation }) => workstation === desk.id);
  }
}

/** Signatures are checked in other threads. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((next) => setTimeout(next, 1));
}

export const kim = memberNamed('Kim');

export interface SpeakingPair {
  readonly clock: VirtualClock;
  readonly server: VirtualServer;
  /** Dana is signed in here, an administrator. */
  readonly office: SpeakingDesk;
  readonly room: SpeakingDesk;
}

/** A clinic of two workstations. */
export async function speakingPair(): Promise<SpeakingPair> {
  const clock = new VirtualClock();
  const server = new VirtualServer(() => clock.now().wallMs);
  const first = await shareDesk(server, MemoryAccount.of(dana, ada, sam, kim), dana);
  const office = new SpeakingDesk(first, clock);
  const room = new SpeakingDesk(await enrolDesk(first, dana), clock);
  office.signIn(dana);
  return { clock, server, office, room };
}

/** What the server keeps of a workstation. */
export async function keptOf({ desk, connection }: SpeakingDesk): Promise<HeardBeat> {
  const all = await connection.beats(0, null, BOUND_MS);
  const found = all.find(({ workstation }) => workstation === desk.id);
  if (found === undefined) throw new Error('It said nothing.');
  return found;
}
