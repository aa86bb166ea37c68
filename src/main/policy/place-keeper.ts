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
 * Keeps the policy of one place: the one that is there, or, while that cannot be used, the last good
 * one. A policy that was removed manages nothing any more.
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

  /** Uses the stored policy when the one in the place is broken since the start of the app. */
  #takeLastGood({ good }: ManagedMemory): void {
    if (good === null) return;
    const last = readManagedPolicy(good);
    if (!last.ok) return;
    this.#good = good;
    this.#policy = last.policy;
  }

  /** Audits and stores each change once, also a change that happened while the app did not run. */
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
      // The policy is in force all the same. The next reading tries to record it again.
      process.emitWarning(error instanceof Error ? error : String(error));
    }
  }
}

interface Judged {
  /** The text of a good policy; `null` when there is none. */
  readonly text: string | null;
  /** The policy from now on; `null` keeps the one in force. */
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
