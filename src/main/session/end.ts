import { type StorageTrouble, storageTrouble } from '../../shared/workstation/storage-trouble.js';
import type {
  AccountStore,
  AuditSink,
  Clock,
  CredentialVault,
  KeyHolder,
  Screens,
  SessionEnd,
  SessionStore,
} from '../ports/index.js';
import type { Ended, LiveSession, WipeFailure } from './machine.js';

export interface EndOfSessionParts {
  readonly screens: Screens;
  readonly store: SessionStore;
  readonly account: Pick<AccountStore, 'together'>;
  readonly vault: CredentialVault;
  readonly keys: KeyHolder;
  readonly audit: AuditSink;
  readonly clock: Clock;
}

/** `null` means: proved complete. */
export type WipeOutcome = WipeFailure | null;

/**
 * The end of a session, in the only order that is safe at any interruption:
 * hide, mark, revoke, delete, read back, audit, unmark.
 *
 * After `revoke` the keychain's entry is useless, whatever happens next. While the mark is stored,
 * the next try or the next start finishes the end.
 */
export class EndOfSession {
  readonly #parts: EndOfSessionParts;

  constructor(parts: EndOfSessionParts) {
    this.#parts = parts;
  }

  /** Ends a session. Never rejects: the outcome says what failed. */
  async run(end: SessionEnd): Promise<WipeOutcome> {
    const { store, screens, keys } = this.#parts;
    // Start to hide first, but do not wait for the windows: mark and revoke run in this same turn, so
    // that the session cannot resume if the app dies now.
    const hidden = screens.hide().catch((error: unknown) => {
      // Whatever the windows do, the credentials must go.
      process.emitWarning(String(error));
    });
    const writes = new Writes();
    const marked = writes.try(() => store.markWipePending(end));
    const revoked = writes.try(() => store.revoke(end.sessionId));
    keys.forget();
    // If the revoke failed, only the wipe of the keychain protects: do not wait for the windows.
    if (revoked) await hidden;
    const keychainClean = await this.#wipeKeychain();
    const clean = marked && revoked && keychainClean;
    const audited = writes.try(() => this.#auditEnd(end, clean ? 'done' : 'failed'));
    if (clean && audited && writes.try(() => store.clearWipeMark(end.sessionId))) return null;
    return keychainClean ? writes.trouble : 'keychain';
  }

  /**
   * Tries again what {@link run} could not finish, in this run of the app or in an earlier one.
   * @param end counts only when no mark is stored; otherwise the mark counts
   */
  async retry(end: SessionEnd): Promise<WipeOutcome> {
    const { store, account, audit, clock } = this.#parts;
    // Mark and revoke again, before the keychain, which may hang: both may have failed the first time.
    const writes = new Writes();
    writes.try(() => store.markWipePending(end));
    const revoked = writes.try(() => store.revoke(end.sessionId));
    const keychainClean = await this.#wipeKeychain();
    const written = writes.try(() => {
      if (!revoked) store.revoke(end.sessionId);
      account.together(() => {
        const mark = store.pendingWipe();
        const told = mark?.audited === true;
        if (!told) this.#auditEnd(mark?.end ?? end, keychainClean ? 'done' : 'failed');
        if (!keychainClean) return;
        store.clearWipeMark(end.sessionId);
        if (!told) return;
        const { memberId, cause } = mark.end;
        const event = 'wipe.completed';
        audit.append({ event, at: clock.now(), memberId, cause, wipe: 'done' });
      });
    });
    if (keychainClean && written) return null;
    return keychainClean ? writes.trouble : 'keychain';
  }

  #wipeKeychain(): Promise<boolean> {
    // The kind of refusal does not matter here: the app stays locked and tries again.
    return this.#parts.vault.wipe().catch(() => false);
  }

  #auditEnd(end: SessionEnd, wipe: 'done' | 'failed'): void {
    const { store, account, audit } = this.#parts;
    const { sessionId, ...facts } = end;
    // One transaction: wherever the app dies, the trail gets each end exactly once.
    account.together(() => {
      store.markWipePending(end);
      audit.append({ event: 'session.ended', ...facts, wipe });
      store.markWipeAudited(sessionId);
    });
  }
}

/** Runs the writes of a session's end, and keeps why the last failed one failed. */
class Writes {
  trouble: StorageTrouble = 'unknown';

  /** A full disk or a locked database must not stop the steps that come after. */
  try(write: () => void): boolean {
    try {
      write();
      return true;
    } catch (error) {
      this.trouble = storageTrouble(error);
      return false;
    }
  }
}

/** The record of an end that is kept until the wipe is proved complete. */
export function sessionEnd(
  { sessionId, memberId }: LiveSession,
  ended: Ended,
  clock: Clock,
): SessionEnd {
  return { sessionId, memberId, ...ended, at: clock.now() };
}
