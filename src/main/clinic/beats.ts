import type { ClinicState, SharedState } from '../account/clinic-state.js';
import type { LogKeys } from '../account/log-keys.js';
import type { SeedKeys } from '../keys/seed-keys.js';
import type {
  BeatAnswer,
  BeatSession,
  ClinicServer,
  Clock,
  LogStore,
  OwnBeat,
  Position,
  RunStore,
  ServerGreeting,
  TrailState,
} from '../ports/index.js';
import { orElse, orWarn } from '../ports/or-else.js';
import { writeBeat } from './beat.js';
import type { Gossip } from './gossip.js';
import type { HeardBeats } from './heard-beats.js';
import type { LineBeats } from './link-beats.js';
import { type OwnRun, OwnRuns } from './own-runs.js';

/** A copy of this computer that goes on and on is told once in so many milliseconds: a day. */
const TOLD_MS = 86_400_000;

/** This workstation, as it speaks for itself. */
export interface OwnVoice {
  readonly workstation: string;
  readonly keys: SeedKeys;
  readonly logKeys: LogKeys;
  readonly state: ClinicState & { readonly shared: SharedState };
}

export interface BeatsParts {
  readonly clock: Clock;
  readonly store: RunStore;
  readonly rows: Pick<LogStore, 'head' | 'linkOf'>;
  /** `null` while this computer has no account with others, or its keychain has not given the keys. */
  readonly voice: () => OwnVoice | null;
  readonly version: () => string;
  readonly trail: () => Pick<TrailState, 'events' | 'link'> | null;
  readonly session: () => BeatSession | null;
  readonly heard: HeardBeats;
  readonly gossip: Gossip;
  /** What the server answered to what this workstation said, whoever is signed in. */
  readonly onAnswer: (answer: BeatAnswer, whose: Buffer | null, server: ClinicServer) => void;
  /** Another computer uses this workstation's identity. Also keeps when that was told. */
  readonly onCopied: (keep: () => void) => void;
}

/** Says who is signed in at this workstation, and learns what the others say. */
export class Beats implements LineBeats {
  readonly #parts: BeatsParts;
  readonly #runs: OwnRuns;
  #freeSinceMs: number | null;
  /** How many decisions were in force here when this was last said. */
  #toldSeq: number | null = null;
  /** Whether it was last said that nobody is signed in. */
  #saidFree = false;

  constructor(parts: BeatsParts) {
    this.#parts = parts;
    this.#runs = new OwnRuns(parts.store);
    this.#freeSinceMs = parts.clock.now().wallMs;
  }

  get isFree(): boolean {
    return this.#noteSession() === null;
  }

  /** Whether it was last said that nobody is signed in, and that is still so. */
  get hasSaidFree(): boolean {
    return this.#saidFree && this.isFree;
  }

  get isStale(): boolean {
    return this.#toldSeq !== null && this.#toldSeq !== this.#parts.voice()?.state.seq;
  }

  /** The session has begun or ended. */
  note(): void {
    this.#noteSession();
  }

  first(server: ClinicServer, boundMs: number): Promise<ServerGreeting | 'copied' | null> {
    const { head } = server.greeting;
    const isHere = this.#parts.rows.linkOf(head.seq)?.equals(head.link) === true;
    return this.#beat(server, isHere ? head : null, boundMs);
  }

  beat(server: ClinicServer, boundMs: number): Promise<ServerGreeting | 'copied' | null> {
    return this.#beat(server, this.#parts.rows.head(), boundMs);
  }

  async isWithheldBy(server: ClinicServer, boundMs: number): Promise<boolean> {
    const { gossip, heard } = this.#parts;
    if (!gossip.isWithheld) return false;
    await heard.hearAll(server, 0, boundMs);
    return gossip.isWithheld;
  }

  /** This computer has another identity, or none. */
  forget(): void {
    this.#runs.forget();
    this.#parts.heard.forget();
    this.#toldSeq = null;
  }

  async #beat(
    server: ClinicServer,
    head: Position | null,
    boundMs: number,
  ): Promise<ServerGreeting | 'copied' | null> {
    const voice = this.#parts.voice();
    if (voice === null) return null;
    // A full disk keeps this computer silent, and not away: what others decide still comes.
    const run = orElse(() => this.#runs.next(), null);
    if (run === null) return null;
    const own = this.#write(voice, run, head);
    const answer = await server.beat(own, boundMs);
    if (answer.isCopy) return 'copied';
    const { heard, onAnswer } = this.#parts;
    // Without it the next run has this one's name, which does no harm.
    orWarn(() => this.#runs.heard());
    this.#toldSeq = voice.state.seq;
    heard.tellTime(answer.greeting.nowMs);
    if (answer.other !== null) void heard.hear(answer.other);
    this.#tellOfCopy(answer);
    onAnswer(answer, own.whose, server);
    return answer.greeting;
  }

  #write(
    { state, workstation, keys, logKeys }: OwnVoice,
    { run, before, order }: OwnRun,
    head: Position | null,
  ): OwnBeat {
    const { clock, version, trail } = this.#parts;
    const session = this.#noteSession();
    this.#saidFree = session === null;
    const said = {
      ...{ order, head, session },
      atMs: clock.now().wallMs,
      version: version(),
      seq: state.seq,
      trail: trail(),
      freeSinceMs: this.#freeSinceMs,
    };
    const body = writeBeat(said, { workstation, keys, logKeys }, state);
    const whose = session === null ? null : logKeys.markName('whose', session.memberId);
    return { run, runBefore: before, whose, body };
  }

  /** Who is signed in; notices since when nobody is. */
  #noteSession(): BeatSession | null {
    const session = this.#parts.session();
    if (session !== null) this.#freeSinceMs = null;
    else this.#freeSinceMs ??= this.#parts.clock.now().wallMs;
    return session;
  }

  #tellOfCopy({ copiedAtMs, greeting }: BeatAnswer): void {
    if (copiedAtMs === null) return;
    const { store, onCopied } = this.#parts;
    // No word of the server keeps it from being told again.
    const atMs = Math.min(copiedAtMs, greeting.nowMs);
    const toldMs = store.copyToldMs();
    if (toldMs !== null && atMs < toldMs + TOLD_MS) return;
    // What could not be kept is told with a later answer.
    orWarn(() => onCopied(() => store.saveCopyTold(atMs)));
  }
}
