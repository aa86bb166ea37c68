import type { SharedState } from '../account/clinic-state.js';
import type { LogKeys } from '../account/log-keys.js';
import { type ClinicServer, type Clock, type HeardBeat, MOST_AT_ONCE } from '../ports/index.js';
import { isLater, readBeat, type SealedBeat } from './beat.js';
import type { Gossip } from './gossip.js';

export interface HeardBeatsParts {
  readonly clock: Clock;
  readonly gossip: Gossip;
  /** `null` while this computer has no account with others. */
  readonly clinic: () => {
    /** This workstation. */
    readonly own: string;
    readonly shared: SharedState;
    readonly logKeys: LogKeys;
  } | null;
}

/** The last of a workstation that is to be believed. */
export interface KnownBeat extends SealedBeat {
  readonly workstation: string;
  /** By this computer's clock, in milliseconds since 1970. */
  readonly heardMs: number;
}

interface Known {
  readonly beat: KnownBeat;
  readonly body: Buffer;
}

/** Remembers the last of each workstation that is to be believed. */
export class HeardBeats {
  readonly #parts: HeardBeatsParts;
  readonly #known = new Map<string, Known>();
  /** How far this computer's clock is ahead of the server's, in milliseconds. */
  #aheadMs = 0;

  constructor(parts: HeardBeatsParts) {
    this.#parts = parts;
  }

  /** Of each workstation that belongs to the clinic. */
  get all(): readonly KnownBeat[] {
    const shared = this.#parts.clinic()?.shared;
    const known = [...this.#known.values()].map(({ beat }) => beat);
    return known.filter(({ workstation }) => shared?.workstations[workstation] !== undefined);
  }

  /** @param nowMs what the server's clock says just now */
  tellTime(nowMs: number): void {
    this.#aheadMs = this.#parts.clock.now().wallMs - nowMs;
  }

  /**
   * Hears all that changed after this number. Rejects as the server's `beats`.
   * @param boundMs for each call
   * @returns the number of the last change
   */
  async hearAll(server: ClinicServer, after: number, boundMs: number): Promise<number> {
    for (let last = after; ;) {
      const beats = await server.beats(last, null, boundMs);
      await Promise.all(beats.map((beat) => this.hear(beat)));
      last = beats.at(-1)?.change ?? last;
      if (beats.length < MOST_AT_ONCE) return last;
    }
  }

  /** @returns what is to be believed; `null` for what was forged, changed, or said before something else */
  async hear(heard: HeardBeat): Promise<KnownBeat | null> {
    const clinic = this.#parts.clinic();
    const { workstation, body } = heard;
    if (clinic === null || !Object.hasOwn(clinic.shared.workstations, workstation)) return null;
    const before = this.#known.get(workstation);
    if (before?.body.equals(body) === true) return before.beat;
    const read = await readBeat(body, workstation, clinic);
    const { gossip, clock } = this.#parts;
    const isOther = workstation !== clinic.own;
    if (isOther && read === null && clinic.logKeys.isNewer(body)) gossip.heardNewerKey(workstation);
    // This one, or another, may have been read meanwhile.
    const known = this.#known.get(workstation);
    if (known?.body.equals(body) === true) return known.beat;
    if (read === null || (known !== undefined && !isLater(read, known.beat))) return null;
    if (isOther && read.head !== null) gossip.heard(workstation, read.head);
    // The server may say that it is new: it is as old as it has been known here, at the least.
    const heardMs = Math.min(heard.heardMs + this.#aheadMs, clock.now().wallMs);
    const beat = { ...read, workstation, heardMs };
    this.#known.set(workstation, { beat, body: Buffer.from(body) });
    return beat;
  }

  /** This computer has another identity, or none. */
  forget(): void {
    this.#known.clear();
  }
}
