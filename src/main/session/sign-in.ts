import { randomUUID } from 'node:crypto';
import type {
  AccountStore,
  AuditSink,
  Clock,
  CredentialVault,
  Member,
  SessionStore,
} from '../ports.js';
import { restoreRecord } from './elapsed.js';
import type { LiveSession, SessionState } from './machine.js';
import type { SessionRunner } from './runner.js';

export interface SessionStartParts {
  readonly runner: SessionRunner;
  readonly vault: CredentialVault;
  readonly store: SessionStore;
  readonly account: AccountStore;
  readonly audit: AuditSink;
  readonly clock: Clock;
}

/** Why a session did not begin. */
export type StartRefusal = 'keychainUnavailable' | 'storageFailed' | 'stillWiping' | 'discarded';

/** Begins sessions, and takes them up again after a restart. */
export class SessionStart {
  readonly #parts: SessionStartParts;
  /** Whether a sign-in is being stored now. */
  #issuing = false;

  constructor(parts: SessionStartParts) {
    this.#parts = parts;
  }

  /**
   * Begins a session for a member whose sign-in was checked.
   * @param generation the machine's when the sign-in began: whatever locked this workstation since
   *   then makes the sign-in void
   * @returns `null` when the session lives
   */
  async begin(member: Member, generation: number): Promise<StartRefusal | null> {
    const { runner } = this.#parts;
    if (runner.state.kind === 'ending') return 'stillWiping';
    // There is one entry in the keychain: whoever is stored first has it.
    if (this.#issuing || !isStill(generation, runner.state)) return 'discarded';
    this.#issuing = true;
    try {
      return await this.#store(member, generation);
    } finally {
      this.#issuing = false;
    }
  }

  async #store(member: Member, generation: number): Promise<StartRefusal | null> {
    const { runner, vault, store, account, audit, clock } = this.#parts;
    const session: LiveSession = {
      sessionId: randomUUID(),
      memberId: member.id,
      role: member.role,
    };
    let share;
    try {
      share = await vault.issue(session.sessionId);
    } catch {
      // A keychain that gave up in the middle may have stored it all the same.
      this.discard(session);
      return 'keychainUnavailable';
    }
    const now = clock.now();
    if (!isStill(generation, runner.state)) {
      this.discard(session);
      return 'discarded';
    }
    try {
      account.recordSignIn(member.id, now.wallMs);
      audit.append({ event: 'session.started', at: now, memberId: member.id });
      // Last: once the session stands in the database, nothing that follows can fail.
      store.begin({
        id: session.sessionId,
        memberId: member.id,
        ...share,
        startedAt: now,
        lastActivityAt: now,
      });
    } catch {
      this.discard(session);
      return 'storageFailed';
    } finally {
      share.keyHalf.fill(0);
    }
    runner.begin(session, generation);
    return null;
  }

  /** Whether the keychain answers at all. */
  async keychainAnswers(): Promise<boolean> {
    try {
      await this.#parts.vault.wipe();
      return true;
    } catch {
      return false;
    }
  }

  /**
   * Takes up what an earlier run of the app left: finishes a wipe that was begun, or goes on with a
   * session within the time it had left, or ends it. Called once, before any window is shown.
   */
  async resume(): Promise<void> {
    const { runner, store, account, clock } = this.#parts;
    const pending = store.pendingWipe();
    if (pending !== null) {
      const member = account.memberById(pending.end.memberId);
      runner.finishWipe(pending, member?.role ?? 'bookkeeper');
      return;
    }
    const record = store.current();
    if (record === null) return;
    const member = account.memberById(record.memberId);
    const activity = restoreRecord(record, clock.now());
    const resumable =
      member?.active === true &&
      activity !== null &&
      runner.policy.resumeAfterRestart &&
      (await this.#holds(record));
    record.keyHalf.fill(0);
    const session: LiveSession = {
      sessionId: record.id,
      memberId: record.memberId,
      role: member?.role ?? 'bookkeeper',
    };
    // Begun first in every case, so that an end takes the one and only way; a limit that passed
    // meanwhile ends it at the first look, which comes before any window is shown.
    runner.begin(session, runner.state.generation, activity ?? undefined);
    if (activity === null) runner.requestEnd('clockChanged');
    else if (!resumable) runner.requestEnd('appClosed');
    if (runner.state.kind !== 'ending') this.#auditResumption(record.memberId);
  }

  #auditResumption(memberId: string): void {
    const { audit, clock } = this.#parts;
    try {
      audit.append({ event: 'session.resumed', at: clock.now(), memberId });
    } catch (error) {
      // A full disk must not keep the app from starting: its end will still be told.
      process.emitWarning(String(error));
    }
  }

  /**
   * Removes an entry that no session owns: a sign-in that was cut off leaves one. It is of no use
   * without its other half, so this may come after the window is shown.
   */
  async sweep(): Promise<void> {
    if (!this.#issuing) await this.#wipeUnowned();
  }

  /** Forgets a session that must not live. */
  discard(session: LiveSession): void {
    try {
      this.#parts.store.revoke(session.sessionId);
    } catch {
      // Nothing was stored, or the database is gone: the entry that may be left is useless alone.
    }
    void this.#wipeUnowned();
  }

  async #wipeUnowned(): Promise<void> {
    const { runner, vault } = this.#parts;
    if (runner.state.kind !== 'signedOut') return;
    try {
      await vault.wipe();
    } catch {
      // The next start or the next end of a session tries again.
    }
  }

  async #holds(record: Parameters<CredentialVault['holds']>[0]): Promise<boolean> {
    try {
      return await this.#parts.vault.holds(record);
    } catch {
      return false;
    }
  }
}

/** Whether nobody is signed in and nothing has locked this workstation since a sign-in began. */
function isStill(generation: number, state: SessionState): boolean {
  return state.kind === 'signedOut' && state.generation === generation;
}
