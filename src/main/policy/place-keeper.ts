import {
  type ManagedPolicy,
  NOTHING_MANAGED,
  readManagedPolicy,
} from '../../shared/policy/managed-policy.js';
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
}

/**
 * What one place decides for this computer: what it says, or, while that cannot be used, what it last
 * said that could. A policy that is gone manages nothing any more.
 */
export class PlaceKeeper {
  readonly #parts: PlaceKeeperParts;
  #policy: ManagedPolicy = NOTHING_MANAGED;
  #good: string | null = null;
  #problem: ManagedProblem | null = null;
  #reading: Promise<boolean> | null = null;

  constructor(parts: PlaceKeeperParts) {
    this.#parts = parts;
  }

  get policy(): ManagedPolicy {
    return this.#policy;
  }

  /** Why the policy that is there is not used, or `null`. */
  get problem(): ManagedProblem | null {
    return this.#problem;
  }

  /** Whether rules of this place hold, be it those that are there or the last good ones. */
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
    // One after the other, so that an older reading never takes the place of a newer one.
    const next = (this.#reading ?? Promise.resolve(false)).then(async () =>
      this.#take(await this.#parts.place.read()),
    );
    this.#reading = next;
    return next;
  }

  #take(reading: ManagedReading): boolean {
    const remembered = this.#parts.memory.load();
    const before = JSON.stringify([this.#policy, this.#problem, this.holds]);
    const judged = judge(reading);
    this.#problem = judged.problem;
    if (judged.policy !== null) {
      this.#good = judged.text;
      this.#policy = judged.policy;
    } else if (judged.problem !== null && this.#good === null) {
      this.#takeLastGood(remembered);
    }
    this.#record(remembered, judged.policy);
    return before !== JSON.stringify([this.#policy, this.#problem, this.holds]);
  }

  /** After a start with a policy that is broken. */
  #takeLastGood({ good }: ManagedMemory): void {
    if (good === null) return;
    const last = readManagedPolicy(good);
    if (!last.ok) return;
    this.#good = good;
    this.#policy = last.policy;
  }

  /** Once for each change, also when that happened while the app was not running. */
  #record(remembered: ManagedMemory, policy: ManagedPolicy | null): void {
    const { audit, clock, memory, place } = this.#parts;
    const now = { good: this.#good, refused: this.#problem?.sentence ?? null };
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
      if (policy !== null && now.good !== remembered.good)
        audit.append(
          now.good === null
            ? { ...event, event: 'managedPolicy.removed', detail: { place: place.kind } }
            : {
                ...event,
                event: 'managedPolicy.changed',
                detail: { place: place.kind, ...policy },
              },
        );
      memory.save(now);
    } catch (error) {
      // It holds all the same. What could not be stored now is recorded at the next reading.
      process.emitWarning(error instanceof Error ? error : String(error));
    }
  }
}

interface Judged {
  /** Of a good policy; `null` when there is none. */
  readonly text: string | null;
  /** What is to hold from now on, or `null` when that is what held before. */
  readonly policy: ManagedPolicy | null;
  readonly problem: ManagedProblem | null;
}

function judge(reading: ManagedReading): Judged {
  if (!reading.found) return { text: null, policy: NOTHING_MANAGED, problem: null };
  if ('problem' in reading) return { text: null, policy: null, problem: reading.problem };
  const read = readManagedPolicy(reading.text);
  return read.ok
    ? { text: reading.text, policy: read.policy, problem: null }
    : { text: null, policy: null, problem: { code: 'invalid', sentence: read.problem } };
}
