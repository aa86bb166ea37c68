import type { Clock, LogStore, Position } from '../ports/index.js';

/** How long the server may take to give this workstation what another one has, in milliseconds. */
const GIVEN_MS = 30_000;

export interface GossipParts {
  readonly clock: Clock;
  /** The log of the clinic, as it is here. */
  readonly rows: Pick<LogStore, 'head' | 'linkOf'>;
  /** The number of the newest key of the log that is here. */
  readonly epoch: () => number;
  /** Whether a workstation belongs to the clinic. */
  readonly isEnrolled: (workstation: string) => boolean;
}

/** What another workstation has. */
interface Claim {
  /** `null` where it could not be read, as there is a newer key. */
  readonly head: Position | null;
  readonly epoch: number;
  /** Since when it is not here. */
  readonly sinceBootMs: number;
}

/**
 * Compares the log here with what other workstations say of theirs. A server that hides decisions from this one,
 * or tells it another course of them, has to hide all that the others say too.
 */
export class Gossip {
  readonly #parts: GossipParts;
  readonly #claims = new Map<string, Claim>();
  #mine: Position | null = null;

  constructor(parts: GossipParts) {
    this.#parts = parts;
  }

  /** A workstation has the log until here. Its beat must be one to believe. */
  heard(workstation: string, head: Position): void {
    this.#note(workstation, { head, epoch: 0 });
  }

  /** What a workstation says is sealed under a newer key than there is here. The server may have made that up. */
  heardNewerKey(workstation: string): void {
    this.#note(workstation, { head: null, epoch: this.#parts.epoch() + 1 });
  }

  /** Whether the server did not give this workstation for long what another one has. Ask it while in contact. */
  get isWithheld(): boolean {
    this.#forgetWhenForked();
    const { clock, isEnrolled } = this.#parts;
    const { bootMs } = clock.now();
    let isWithheld = false;
    for (const [workstation, claim] of this.#claims)
      if (this.#isHere(claim) || !isEnrolled(workstation)) this.#claims.delete(workstation);
      else if (bootMs - claim.sinceBootMs >= GIVEN_MS) isWithheld = true;
    return isWithheld;
  }

  #note(workstation: string, what: Pick<Claim, 'head' | 'epoch'>): void {
    if (this.#isHere(what)) {
      this.#claims.delete(workstation);
      return;
    }
    // Who decides again and again must not put the end of the wait off.
    const before = this.#claims.get(workstation);
    const isStill = before !== undefined && !this.#isHere(before);
    const sinceBootMs = isStill ? before.sinceBootMs : this.#parts.clock.now().bootMs;
    this.#claims.set(workstation, { ...what, sinceBootMs });
  }

  #isHere({ head, epoch }: Pick<Claim, 'head' | 'epoch'>): boolean {
    const { rows } = this.#parts;
    if (epoch > this.#parts.epoch()) return false;
    return head === null || head.seq === 0 || rows.linkOf(head.seq)?.equals(head.link) === true;
  }

  /** The log was taken anew and went on differently, which was told: what others had before says no more. */
  #forgetWhenForked(): void {
    const { rows } = this.#parts;
    const mine = this.#mine;
    if (mine !== null && rows.linkOf(mine.seq)?.equals(mine.link) !== true) this.#claims.clear();
    const head = rows.head();
    this.#mine = head.seq === 0 ? null : head;
  }
}
