import { randomUUID } from 'node:crypto';
import type { EndCause } from '../../shared/workstation/end-cause.js';
import type { AccountKey } from '../keys/account-key.js';
import type {
  AccountStore,
  AuditSink,
  Clock,
  CredentialVault,
  Guard,
  KeyHolder,
  Member,
  SessionOwner,
  SessionRecord,
  SessionStore,
} from '../ports/index.js';
import type { ActivityLog } from './activity-log.js';
import type { Restored, TakenUpIn } from './elapsed.js';
import { KEYCHAIN_REFUSALS, type KeychainRefusal, troubleOf } from './keychain-refusal.js';
import type { LiveSession, SessionState } from './machine.js';
import type { SessionRunner } from './runner.js';

export interface SessionStartParts {
  readonly runner: SessionRunner;
  readonly vault: CredentialVault;
  readonly keys: KeyHolder;
  readonly store: SessionStore;
  readonly activityLog: ActivityLog;
  readonly account: AccountStore;
  readonly audit: AuditSink;
  readonly clock: Clock;
  readonly guard: Guard;
  /** Asked when a session begins or is taken up, as the system takes its time to tell. Never rejects. */
  readonly takenUpIn: () => Promise<TakenUpIn>;
}

/** Why a session did not begin. */
export type StartRefusal = KeychainRefusal | 'stillWiping' | 'discarded';

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
   * @param accountKey belongs to the session from now on, and is forgotten when none begins
   * @returns `null` when the session lives
   * @throws when it cannot be stored; none begins then
   */
  async begin(
    member: Member,
    generation: number,
    accountKey: AccountKey,
  ): Promise<StartRefusal | null> {
    let lives = false;
    try {
      const refusal = await this.#begin(member, generation, accountKey);
      lives = refusal === null;
      return refusal;
    } finally {
      if (!lives) accountKey.forget();
    }
  }

  async #begin(
    member: Member,
    generation: number,
    accountKey: AccountKey,
  ): Promise<StartRefusal | null> {
    const { runner } = this.#parts;
    if (runner.state.kind === 'ending') return 'stillWiping';
    // There is one entry in the keychain: whoever is stored first has it.
    if (this.#issuing || !isStill(generation, runner.state)) return 'discarded';
    this.#issuing = true;
    // Until the session stands, what the keychain may hold already belongs to nobody.
    this.#parts.guard.expect(0);
    try {
      return await this.#store(member, generation, accountKey);
    } finally {
      this.#issuing = false;
    }
  }

  async #store(
    member: Member,
    generation: number,
    accountKey: AccountKey,
  ): Promise<StartRefusal | null> {
    const { runner, vault, keys, store, activityLog, account, audit, clock } = this.#parts;
    const session: LiveSession = {
      sessionId: randomUUID(),
      memberId: member.id,
      role: member.role,
    };
    let share;
    try {
      const owner = this.#ownerOf(session.sessionId, member.id);
      // Nobody is signed in yet: the keychain's own question may take its time.
      share = await vault.issue(owner, accountKey, true);
    } catch (error) {
      // A keychain that gave up in the middle may have stored it all the same.
      this.discard(session);
      return KEYCHAIN_REFUSALS[troubleOf(error)];
    }
    const takenUpIn = await this.#parts.takenUpIn();
    const now = clock.now();
    if (!isStill(generation, runner.state)) {
      this.discard(session);
      return 'discarded';
    }
    try {
      const activity = activityLog.first(session.sessionId, now, accountKey, takenUpIn);
      account.together(() => {
        account.recordSignIn(member.id, now.wallMs);
        audit.append({ event: 'session.started', at: now, memberId: member.id });
        store.begin({ id: session.sessionId, memberId: member.id, ...share, activity });
      });
    } catch (error) {
      this.discard(session);
      throw error;
    } finally {
      share.keyHalf.fill(0);
    }
    keys.hold(accountKey);
    runner.begin(session, generation);
    return null;
  }

  /**
   * Gives the session another session key, after its member's password changed: the one of before
   * is bound to the old password. Without one it goes on, but can't be taken up after a restart.
   */
  async renew(session: LiveSession, accountKey: AccountKey): Promise<void> {
    const { runner, vault, store } = this.#parts;
    // As for a sign-in: nobody else's entry may be put into the keychain meanwhile.
    if (this.#issuing) return;
    this.#issuing = true;
    try {
      const share = await vault.issue(
        this.#ownerOf(session.sessionId, session.memberId),
        accountKey,
      );
      store.renew(session.sessionId, share);
      share.keyHalf.fill(0);
    } catch (error) {
      process.emitWarning(String(error));
    } finally {
      this.#issuing = false;
    }
    // It ended meanwhile, and what was just put into the keychain came after its wipe.
    if (runner.state.kind === 'signedOut') await this.#wipeUnowned();
  }

  /**
   * Tries whether the keychain would keep a session's credential.
   * @returns why not, or `null`
   */
  async keychainRefusal(): Promise<KeychainRefusal | null> {
    const trouble = await this.#parts.vault.probe();
    return trouble === null ? null : KEYCHAIN_REFUSALS[trouble];
  }

  /**
   * Takes up what an earlier run of the app left: finishes a wipe that was begun, or goes on with a
   * session within the time it had left, or ends it. Called once, before any window is shown.
   */
  async resume(): Promise<void> {
    const { runner, keys, store, account } = this.#parts;
    const pending = store.pendingWipe();
    if (pending !== null) {
      const member = account.memberById(pending.end.memberId);
      runner.finishWipe(pending, member?.role ?? 'bookkeeper');
      return;
    }
    const record = store.current();
    if (record === null) return;
    const member = account.memberById(record.memberId);
    const accountKey = member?.active === true ? await this.#recover(record) : null;
    const restored = accountKey === null ? null : await this.#readActivity(record, accountKey);
    // Held before it begins: a limit that passed meanwhile ends it at once, and the key with it.
    if (accountKey !== null) keys.hold(accountKey);
    const session: LiveSession = {
      sessionId: record.id,
      memberId: record.memberId,
      role: member?.role ?? 'bookkeeper',
    };
    // Begun first in every case, so that an end takes the one and only way; a limit that passed
    // meanwhile ends it at the first look, which comes before any window is shown.
    runner.begin(session, runner.state.generation, restored?.record);
    const cause = whyNotResumed(restored, runner.policy.resumeAfterRestart, record.keyHalf.length);
    record.keyHalf.fill(0);
    if (cause !== null) runner.requestEnd(cause);
    if (accountKey === null || runner.state.kind === 'ending') return;
    this.#tell('session.resumed', record.memberId);
    // What was copied from this computer before is of no use from now on.
    void this.renew(session, accountKey);
  }

  async #readActivity(record: SessionRecord, accountKey: AccountKey): Promise<Restored | null> {
    const { activityLog, clock } = this.#parts;
    const takenUpIn = await this.#parts.takenUpIn();
    const { id, activity } = record;
    const restored = activityLog.read(id, activity, accountKey, clock.now(), takenUpIn);
    if (restored === null) this.#tell('record.tampered', record.memberId);
    return restored;
  }

  #tell(event: 'session.resumed' | 'record.tampered', memberId: string): void {
    const { audit, clock } = this.#parts;
    try {
      audit.append({ event, at: clock.now(), memberId });
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
    const { runner, vault, guard } = this.#parts;
    if (runner.state.kind !== 'signedOut') return;
    try {
      await vault.wipe();
    } catch {
      // The next start or the next end of a session tries again.
      return;
    }
    if (!this.#issuing) guard.expect(null);
  }

  async #recover(record: SessionRecord): Promise<AccountKey | null> {
    try {
      return await this.#parts.vault.recover(this.#ownerOf(record.id, record.memberId), record);
    } catch {
      return null;
    }
  }

  #ownerOf(sessionId: string, memberId: string): SessionOwner {
    const credential = this.#parts.account.credentialsById(memberId)?.credential;
    return { sessionId, memberId, credentialVersion: credential?.version ?? 0 };
  }
}

/** @param halfBytes 0 when the half went with the log-in, or with the computer's power */
function whyNotResumed(
  restored: Restored | null,
  resuming: boolean,
  halfBytes: number,
): EndCause | null {
  if (halfBytes === 0 || restored?.refused === 'otherLogin') return 'loginEnded';
  if (restored?.refused === 'futureRecord') return 'clockChanged';
  if (restored?.refused === 'otherBoot') return 'computerRestarted';
  return restored === null || !resuming ? 'appClosed' : null;
}

/** Whether nobody is signed in and nothing has locked this workstation since a sign-in began. */
function isStill(generation: number, state: SessionState): boolean {
  return state.kind === 'signedOut' && state.generation === generation;
}
