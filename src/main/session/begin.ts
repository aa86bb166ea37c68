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
import { orElse, orWarn } from '../ports/or-else.js';
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
  /** Asked when a session begins or resumes, because the system takes time to answer. Never rejects. */
  readonly takenUpIn: () => Promise<TakenUpIn>;
}

export type StartRefusal = KeychainRefusal | 'stillWiping' | 'discarded';

export class SessionStart {
  readonly #parts: SessionStartParts;
  /** Whether a session key is being put into the keychain now. */
  #issuing = false;

  constructor(parts: SessionStartParts) {
    this.#parts = parts;
  }

  /**
   * Begins a session for a member whose sign-in was checked.
   * @param generation the machine's generation when the sign-in began; a lock of this workstation
   *   since then makes the sign-in void
   * @param accountKey belongs to the session from now on; forgotten when no session begins
   * @returns `null` when the session has begun
   * @throws when the session cannot be stored; then no session begins
   */
  async begin(
    member: Member,
    generation: number,
    accountKey: AccountKey,
  ): Promise<StartRefusal | null> {
    const { runner, guard } = this.#parts;
    let refusal: StartRefusal | null = 'discarded';
    try {
      if (runner.state.kind === 'ending') refusal = 'stillWiping';
      // The keychain has a single entry: the first sign-in that reaches it owns it.
      else if (!this.#issuing && isStill(generation, runner.state)) {
        // Until the session begins, an entry in the keychain has no owner: the guard must clear it.
        guard.expect(0);
        refusal = await this.#issue(() => this.#store(member, generation, accountKey));
      }
      return refusal;
    } finally {
      if (refusal !== null) accountKey.forget();
    }
  }

  async #issue<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#issuing = true;
    try {
      return await work();
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
      // Nobody is signed in yet, so there is time for a person to answer the keychain's question.
      share = await vault.issue(owner, accountKey, true);
    } catch (error) {
      // A keychain call that failed may have stored the entry all the same.
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
   * Gives the session a new session key. A password change makes the old key void; after a resume,
   * a new key makes stolen copies of the old one useless. If this fails, the session goes on, but it
   * may not resume after a restart.
   */
  async renew(session: LiveSession, accountKey: AccountKey): Promise<void> {
    const { runner, vault, store } = this.#parts;
    // As at a sign-in: only one call at a time may write the keychain's single entry.
    if (this.#issuing) return;
    const owner = this.#ownerOf(session.sessionId, session.memberId);
    await this.#issue(async () => {
      const share = await vault.issue(owner, accountKey);
      store.renew(session.sessionId, share);
      share.keyHalf.fill(0);
    }).catch((error: unknown) => process.emitWarning(String(error)));
    // The session ended meanwhile: its wipe may have come before the new entry, so wipe again.
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
   * Handles what an earlier run of the app left: finishes a begun wipe, or resumes a session within
   * its remaining time, or ends it. Called once, before any window is shown.
   */
  async resume(): Promise<void> {
    const { runner, vault, keys, store, account } = this.#parts;
    const pending = store.pendingWipe();
    if (pending !== null) {
      const member = account.memberById(pending.end.memberId);
      runner.finishWipe(pending, member?.role ?? 'bookkeeper');
      return;
    }
    const record = store.current();
    if (record === null) return;
    const member = account.memberById(record.memberId);
    const owner = this.#ownerOf(record.id, record.memberId);
    const accountKey =
      member?.active === true ? await vault.recover(owner, record).catch(() => null) : null;
    const restored = accountKey === null ? null : await this.#readActivity(record, accountKey);
    // Hold the key before the session begins: if a limit has passed, the end forgets the key.
    if (accountKey !== null) keys.hold(accountKey);
    const session: LiveSession = {
      sessionId: record.id,
      memberId: record.memberId,
      role: member?.role ?? 'bookkeeper',
    };
    // Begin the session in every case, so that there is one way to end it. If a limit has passed, the
    // first look ends the session, before any window is shown.
    runner.begin(session, runner.state.generation, restored?.record);
    const cause = whyNotResumed(restored, runner.policy.resumeAfterRestart, record.keyHalf.length);
    record.keyHalf.fill(0);
    if (cause !== null) runner.requestEnd(cause);
    if (accountKey === null || runner.state.kind === 'ending') return;
    this.#tell('session.resumed', record.memberId);
    // A new session key makes copies useless that somebody took from this computer before.
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
    // A full disk must not keep the app from starting. The session's end is still audited.
    orWarn(() => audit.append({ event, at: clock.now(), memberId }));
  }

  /**
   * Removes a keychain entry that no session owns; an interrupted sign-in leaves one. The entry is
   * useless without its other half, so this may run after the window is shown.
   */
  async sweep(): Promise<void> {
    if (!this.#issuing) await this.#wipeUnowned();
  }

  /** Removes what was stored for a session that must not begin. */
  discard(session: LiveSession): void {
    // Nothing may be stored, or the database fails. A leftover keychain entry is useless alone.
    orElse(() => this.#parts.store.revoke(session.sessionId), undefined);
    void this.#wipeUnowned();
  }

  async #wipeUnowned(): Promise<void> {
    const { runner, vault, guard } = this.#parts;
    if (runner.state.kind !== 'signedOut') return;
    try {
      await vault.wipe();
      if (!this.#issuing) guard.expect(null);
    } catch {
      // The next start or the next end of a session tries again.
    }
  }

  #ownerOf(sessionId: string, memberId: string): SessionOwner {
    const credential = this.#parts.account.credentialsById(memberId)?.credential;
    return { sessionId, memberId, credentialVersion: credential?.version ?? 0 };
  }
}

/** @param halfBytes length of the stored half of the session key; 0 when log-out or power-off deleted it */
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
