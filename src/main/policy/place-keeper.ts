import {
  type ManagedPolicy,
  NOTHING_MANAGED,
  readManagedPolicy,
} from '../../shared/policy/managed-policy.js';
import { say } from '../../shared/words/say.js';
import type {
  AuditSink,
  Clock,
  ManagedMemory,
  ManagedMemoryStore,
  ManagedPlace,
  ManagedProblem,
  ManagedReading,
} from '../ports/index.js';

export interface PlaceKeeperParts {
  readonly place: ManagedPlace;
  readonly memory: ManagedMemoryStore;
  readonly audit: AuditSink;
  readonly clock: Clock;
  /** What the texts of this place are; without it, policies as they are. */
  readonly judge?: JudgeText | undefined;
  /** The number of the newest policy that was in force here; 0 where policies have none. Asked with each reading. */
  readonly least?: (() => Promise<number>) | undefined;
}

/** @param before the text of this place that was good last, or `null` */
export type JudgeText = (text: string, before: string | null) => JudgedText;

export type JudgedText =
  | ({ readonly ok: true } & Omit<Good, 'text'>)
  | { readonly ok: false; readonly problem: ManagedProblem };

/** What of a place is in force. */
interface Good {
  readonly text: string;
  readonly policy: ManagedPolicy;
  readonly signed?: { readonly number: number; readonly key: string };
}

/**
 * Keeps the policy of one place: the one that is there, or, while that cannot be used, the last good
 * one. A policy that was removed manages nothing any more.
 */
export class PlaceKeeper {
  readonly #parts: PlaceKeeperParts;
  readonly #judge: JudgeText;
  #good: Good | null = null;
  #problem: ManagedProblem | null = null;
  #reading: Promise<boolean> | null = null;

  constructor(parts: PlaceKeeperParts) {
    this.#parts = parts;
    this.#judge = parts.judge ?? judgePlain;
  }

  get policy(): ManagedPolicy {
    return this.#good?.policy ?? NOTHING_MANAGED;
  }

  /** Why the policy that is there is not used, or `null`. */
  get problem(): ManagedProblem | null {
    return this.#problem;
  }

  /** Whether a policy of this place is in force: the one that is there, or the last good one. */
  get holds(): boolean {
    return this.#good !== null;
  }

  get place(): ManagedPlace {
    return this.#parts.place;
  }

  /**
   * Reads the place again. Never rejects.
   * @returns whether something that people see has changed
   */
  refresh(): Promise<boolean> {
    // Read one after the other, so that an older reading never replaces a newer one.
    const next = (this.#reading ?? Promise.resolve(false)).then(async () => {
      const reading = await this.#parts.place.read();
      return this.#take(reading, (await this.#parts.least?.()) ?? 0);
    });
    this.#reading = next;
    return next;
  }

  /**
   * Judges the last good policy again without reading the place: at the start, where a reading takes
   * long, and whenever another text may be good there.
   * @returns whether something that people see has changed
   */
  recall(): boolean {
    const remembered = this.#parts.memory.load();
    return this.#change(() => {
      this.#good = this.#judged(this.#good?.text ?? remembered.good);
      // What was refused before this start is still known, so that it is audited once.
      if (this.#textOfGood !== remembered.good) this.#record(remembered);
    });
  }

  #take(reading: ManagedReading, least: number): boolean {
    const remembered = this.#parts.memory.load();
    return this.#change(() => {
      this.#problem = null;
      if (!reading.found) this.#good = null;
      else if ('problem' in reading) this.#problem = reading.problem;
      else {
        const judged = this.#judge(reading.text, this.#textOfGood);
        if (!judged.ok) this.#problem = judged.problem;
        else if (numberOf(judged) < least) this.#problem = older();
        else this.#good = { text: reading.text, ...judged };
      }
      if (this.#problem !== null) {
        // The one in the place may be broken since the start of the app.
        this.#good ??= this.#judged(remembered.good);
        if (numberOf(this.#good) < least) this.#problem = putBack();
      }
      this.#record(remembered);
    });
  }

  get #textOfGood(): string | null {
    return this.#good?.text ?? null;
  }

  #judged(text: string | null): Good | null {
    const judged = text === null ? null : this.#judge(text, null);
    return text === null || judged?.ok !== true ? null : { text, ...judged };
  }

  /** @returns whether something that people see has changed */
  #change(change: () => void): boolean {
    const before = JSON.stringify([this.policy, this.#problem, this.holds]);
    change();
    return before !== JSON.stringify([this.policy, this.#problem, this.holds]);
  }

  /** Audits and stores each change once, also a change that happened while the app did not run. */
  #record(remembered: ManagedMemory): void {
    const { audit, clock, memory, place } = this.#parts;
    const now = { good: this.#textOfGood, refused: this.#problem?.sentence ?? null };
    if (now.good === remembered.good && now.refused === remembered.refused) return;
    const event = { at: clock.now(), memberId: null };
    try {
      if (now.refused !== null && now.refused !== remembered.refused)
        audit.append({
          ...event,
          event: 'managedPolicy.refused',
          detail: {
            place: place.kind,
            problem: now.refused,
            holds: now.good === null ? 'nothing' : 'lastGood',
          },
        });
      if (now.good !== remembered.good)
        audit.append(
          this.#good === null
            ? { ...event, event: 'managedPolicy.removed', detail: { place: place.kind } }
            : {
                ...event,
                event: 'managedPolicy.changed',
                detail: { place: place.kind, ...this.#good.signed, ...this.#good.policy },
              },
        );
      memory.save(now);
    } catch (error) {
      // The policy is in force all the same. The next reading tries to record it again.
      process.emitWarning(error instanceof Error ? error : String(error));
    }
  }
}

function numberOf(good: Pick<Good, 'signed'> | null): number {
  return good?.signed?.number ?? 0;
}

export const older = (): ManagedProblem => ({
  code: 'older',
  sentence: say('It is older than the one that this computer had before.'),
});

const putBack = (): ManagedProblem => ({
  code: 'older',
  sentence: say('A newer one was in force here before, and is gone from this computer’s files.'),
});

function judgePlain(text: string): JudgedText {
  const read = readManagedPolicy(text);
  return read.ok ? read : { ok: false, problem: { code: 'invalid', sentence: read.problem } };
}
