import { leavesComputer } from '../../shared/workstation/end-cause.js';
import type { Policy } from '../../shared/policy/policy.js';
import type {
  AuditSink,
  Clock,
  ComputerLock,
  ComputerLockAnswer,
  ComputerLockProblem,
  SessionEnd,
} from '../ports/index.js';
import { orWarn } from '../ports/or-else.js';
import { within } from '../ports/within.js';

/** After this long, in milliseconds, the audit trail says that there was no answer. */
export const LOCK_BOUND_MS = 20_000;

export interface ComputerLockingParts {
  readonly computerLock: ComputerLock;
  readonly audit: AuditSink;
  readonly clock: Clock;
}

/**
 * Locks the whole computer after an abandoned session, where the policy says so: the practice program
 * may be a program outside this app. Nothing waits for the lock.
 */
export class ComputerLocking {
  readonly #parts: ComputerLockingParts;
  /** The end after which the OS must still be asked for its lock. */
  #due: SessionEnd | null = null;

  constructor(parts: ComputerLockingParts) {
    this.#parts = parts;
  }

  /** Notes that a session ends under this policy. */
  noteEnd(end: SessionEnd, policy: Policy): void {
    this.#due = policy.lockComputer && leavesComputer(end.cause) ? end : null;
  }

  /**
   * Asks for the lock if it is due, once for each end, and returns at once. Never throws.
   * @param wanted whether nobody has signed in since
   */
  lockIfDue(wanted: () => boolean): void {
    const end = this.#due;
    this.#due = null;
    if (end !== null) void this.#lock(end, wanted);
  }

  async #lock({ memberId, cause }: SessionEnd, wanted: () => boolean): Promise<void> {
    const answer = await this.#answer(wanted);
    const { audit, clock } = this.#parts;
    const event = 'computerLock.asked';
    orWarn(() => audit.append({ event, at: clock.now(), memberId, cause, detail: { ...answer } }));
  }

  #answer(wanted: () => boolean): Promise<ComputerLockAnswer> {
    const { computerLock, clock } = this.#parts;
    const failed = (problem: ComputerLockProblem): ComputerLockAnswer => ({
      outcome: 'failed',
      problem,
    });
    const lock = computerLock.lock(wanted).catch(() => failed('refused'));
    return within(lock, LOCK_BOUND_MS, () => failed('noAnswer'), clock);
  }
}
