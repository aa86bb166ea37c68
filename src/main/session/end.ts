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
 * The end of a session, in the one order that is safe to be cut off anywhere:
 * hide, mark, revoke, delete, read back, audit, unmark.
 *
 * After `revoke` nothing in the keychain is of use, whatever happens next. A mark that is still
 * there makes the next try, or the next start, finish what was begun.
 */
export class EndOfSession {
  readonly #parts: EndOfSessionParts;

  constructor(parts: EndOfSessionParts) {
    this.#parts = parts;
  }

  /** Ends a session. Never throws: the outcome says what is left to do. */
  async run(end: SessionEnd): Promise<WipeOutcome> {
    const { store, screens, keys } = this.#parts;
    // Begun first; that the windows confirm it is not waited for before the session is made
    // unusable, in this same turn: an app that dies meanwhile must not bring it back.
    const hidden = screens.hide().catch((error: unknown) => {
      // Whatever the windows do, the credentials must go.
      process.emitWarning(String(error));
    });
    const writes = new Writes();
    const marked = writes.try(() => store.markWipePending(end));
    const revoked = writes.try(() => store.revoke(end.sessionId));
    keys.forget();
    // A session that could not be revoked has only the keychain's half to lose: at once, then.
    if (revoked) await hidden;
    const keychainClean = await this.#wipeKeychain();
    const clean = marked && revoked && keychainClean;
    const audited = writes.try(() => this.#auditEnd(end, clean ? 'done' : 'failed'));
    if (clean && audited && writes.try(() => store.clearWipeMark(end.sessionId))) return null;
    return keychainClean ? writes.trouble : 'keychain';
  }

  /**
   * Tries again what {@link run} could not finish, in this run of the app or in an earlier one.
   * @param end the end to finish when it could not even be marked; otherwise the mark is used
   */
  async retry(end: SessionEnd): Promise<WipeOutcome> {
    const { store, account } = this.#parts;
    // As at first, and before the keychain, which may hang: perhaps neither was done then.
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
        if (told) this.#auditCompletion(mark.end);
      });
    });
    if (keychainClean && written) return null;
    return keychainClean ? writes.trouble : 'keychain';
  }

  async #wipeKeychain(): Promise<boolean> {
    try {
      return await this.#parts.vault.wipe();
    } catch {
      // Which refusal it was matters to nobody here: the app stays locked and tries again.
      return false;
    }
  }

  #auditEnd(end: SessionEnd, wipe: 'done' | 'failed'): void {
    const { store, account, audit } = this.#parts;
    // Together: an app that dies in between must neither tell the same end twice nor keep it secret.
    account.together(() => {
      store.markWipePending(end);
      audit.append({
        event: 'session.ended',
        at: end.at,
        memberId: end.memberId,
        cause: end.cause,
        measuredMs: end.measuredMs,
        limitSeconds: end.limitSeconds,
        latenessMs: end.latenessMs,
        wipe,
      });
      store.markWipeAudited(end.sessionId);
    });
  }

  #auditCompletion(end: SessionEnd): void {
    this.#parts.audit.append({
      event: 'wipe.completed',
      at: this.#parts.clock.now(),
      memberId: end.memberId,
      cause: end.cause,
      wipe: 'done',
    });
  }
}

/** What is written at the end of a session, and why the last of it that failed did. */
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

/** What is kept of an end until it is proved complete. */
export function sessionEnd(session: LiveSession, ended: Ended, clock: Clock): SessionEnd {
  return {
    sessionId: session.sessionId,
    memberId: session.memberId,
    cause: ended.cause,
    limitSeconds: ended.limitSeconds,
    measuredMs: ended.measuredMs,
    latenessMs: ended.latenessMs,
    at: clock.now(),
  };
}
