import { leavesComputer } from '../../shared/workstation/end-cause.js';
import type { Policy } from '../../shared/policy/policy.js';
import type {
  AuditSink,
  Clock,
  ComputerLock,
  ComputerLockAnswer,
  SessionEnd,
} from '../ports/index.js';

/** After this long, in milliseconds, the audit trail says that there was no answer. */
export const LOCK_BOUND_MS = 20_000;

export interface ComputerLockingParts {
  readonly computerLock: ComputerLock;
  readonly audit: AuditSink;
  readonly clock: Clock;
}

/**
 * Has the whole computer locked after a session that was left, where the policy says so: the practice
 * program may be another one. Nothing waits for it.
 */
export class ComputerLocking {
  readonly #parts: ComputerLockingParts;
  /** The end after which it is still to be asked for. */
  #due: SessionEnd | null = null;

  constructor(parts: ComputerLockingParts) {
    this.#parts = parts;
  }

  /** A session ends while this policy holds. */
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
    try {
      const event = 'computerLock.asked' as const;
      audit.append({ event, at: clock.now(), memberId, cause, detail: { ...answer } });
    } catch (error) {
      process.emitWarning(String(error));
    }
  }

  async #answer(wanted: () => boolean): Promise<ComputerLockAnswer> {
    const { computerLock, clock } = this.#parts;
    let cancel = (): void => undefined;
    const late = new Promise<ComputerLockAnswer>((resolve) => {
      cancel = clock.after(LOCK_BOUND_MS, () =>
        resolve({ outcome: 'failed', problem: 'noAnswer' }),
      );
    });
    try {
      return await Promise.race([computerLock.lock(wanted), late]);
    } catch {
      return { outcome: 'failed', problem: 'refused' };
    } finally {
      cancel();
    }
  }
}
