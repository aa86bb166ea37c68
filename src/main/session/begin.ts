import { randomUUID } from 'node:crypto';
import type { SeedKeys } from '../keys/seed-keys.js';
import type { Guard, Member, SessionOwner, TrailSigner } from '../ports/index.js';
import { KEYCHAIN_REFUSALS, type KeychainRefusal, troubleOf } from './keychain-refusal.js';
import { limitsOf } from './limits.js';
import { type LiveSession, takesSignIn } from './machine.js';
import { type ResumeParts, resumeSession } from './resume.js';

export interface SessionStartParts extends ResumeParts {
  readonly guard: Guard;
  readonly signer: Pick<TrailSigner, 'sessionBegins'>;
}

/** What begins with a sign-in, besides its member. */
export interface SignInFacts {
  /** The longest that the session may last, whatever the policy says, in seconds. */
  readonly longestSeconds?: number | undefined;
  /** How the member signed in, for the audit trail. */
  readonly how?: string;
}

/** Why a session did not begin. */
export type StartRefusal = KeychainRefusal | 'stillWiping' | 'discarded' | 'accountInQuestion';

/** Begins sessions, and resumes them after a restart. */
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
   * @param seedKeys belong to the session from now on; forgotten when no session begins
   * @param signIn the longest that it may last, whatever the policy says; and how the member signed in
   * @returns `null` when the session has begun
   * @throws when the session cannot be stored; then no session begins
   */
  async begin(
    member: Member,
    generation: number,
    seedKeys: SeedKeys,
    signIn: SignInFacts = {},
  ): Promise<StartRefusal | null> {
    let lives = false;
    try {
      const refusal = await this.#begin(member, generation, seedKeys, signIn);
      lives = refusal === null;
      return refusal;
    } finally {
      if (!lives) seedKeys.forget();
    }
  }

  async #begin(
    member: Member,
    generation: number,
    seedKeys: SeedKeys,
    signIn: SignInFacts,
  ): Promise<StartRefusal | null> {
    const { runner } = this.#parts;
    if (runner.state.kind === 'ending') return 'stillWiping';
    // The keychain has a single entry: the first sign-in that reaches it owns it.
    if (this.#issuing || !takesSignIn(runner.state, generation)) return 'discarded';
    this.#issuing = true;
    // Until the session begins, an entry in the keychain has no owner: the guard must clear it.
    this.#parts.guard.expect(0);
    try {
      return await this.#store(member, generation, seedKeys, signIn);
    } finally {
      this.#issuing = false;
    }
  }

  async #store(
    member: Member,
    generation: number,
    seedKeys: SeedKeys,
    signIn: SignInFacts,
  ): Promise<StartRefusal | null> {
    const { runner, vault, keys, store, activityLog, account, audit, clock } = this.#parts;
    const { signer, orders } = this.#parts;
    const { longestSeconds, how } = signIn;
    const session: LiveSession = {
      sessionId: randomUUID(),
      memberId: member.id,
      role: member.role,
      isResumed: false,
      ...orders.now,
    };
    let share;
    try {
      const owner = this.#ownerOf(session.sessionId, member.id);
      // Nobody is signed in yet, so there is time for a person to answer the keychain's question.
      share = await vault.issue(owner, seedKeys, true);
    } catch (error) {
      // A keychain call that failed may have stored the entry all the same.
      this.#discard(session);
      return KEYCHAIN_REFUSALS[troubleOf(error)];
    }
    const doubt = await this.#doubt();
    const takenUpIn = await this.#parts.takenUpIn();
    const now = clock.now();
    const isVoid = !takesSignIn(runner.state, generation) || orders.endOf(session) !== null;
    if (doubt !== null || isVoid) {
      this.#discard(session);
      return doubt ?? 'discarded';
    }
    const limits = limitsOf(runner.policy, member.role, longestSeconds);
    try {
      const activity = activityLog.first(
        session.sessionId,
        { now, takenUpIn, limits, signedIn: session },
        seedKeys.own,
      );
      account.together(() => {
        account.recordSignIn(member.id, now.wallMs);
        const detail = how === undefined ? {} : { detail: { how } };
        audit.append({ event: 'session.started', at: now, memberId: member.id, ...detail });
        signer.sessionBegins(member.id, seedKeys);
        store.begin({ id: session.sessionId, memberId: member.id, ...share, activity });
      });
    } catch (error) {
      this.#discard(session);
      throw error;
    } finally {
      share.keyHalf.fill(0);
    }
    keys.hold(member.id, seedKeys);
    if (runner.begin(session, generation, longestSeconds === undefined ? {} : { limits }))
      return null;
    keys.forget();
    this.#discard(session);
    return 'discarded';
  }

  /** Whether this computer remembers the account as it is. */
  async #doubt(): Promise<StartRefusal | null> {
    try {
      return (await this.#parts.recall()) ? null : 'accountInQuestion';
    } catch (error) {
      return KEYCHAIN_REFUSALS[troubleOf(error)];
    }
  }

  /**
   * Gives the session a new session key. A password change makes the old key void; after a resume,
   * a new key makes stolen copies of the old one useless. If this fails, the session goes on, but it
   * may not resume after a restart.
   */
  async renew(session: LiveSession, seedKeys: SeedKeys): Promise<void> {
    const { runner, vault, store } = this.#parts;
    // As at a sign-in: only one call at a time may write the keychain's single entry.
    if (this.#issuing) return;
    this.#issuing = true;
    try {
      const share = await vault.issue(this.#ownerOf(session.sessionId, session.memberId), seedKeys);
      store.renew(session.sessionId, share);
      share.keyHalf.fill(0);
    } catch (error) {
      process.emitWarning(String(error));
    } finally {
      this.#issuing = false;
    }
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

  /** Handles what an earlier run of the app left. Called once, before any window is shown. */
  resume(): Promise<void> {
    return resumeSession(this.#parts, {
      ownerOf: (sessionId, memberId) => this.#ownerOf(sessionId, memberId),
      renew: (session, seedKeys) => this.renew(session, seedKeys),
    });
  }

  /** The member has new keys, which belong to the session from now on; the old ones are forgotten. */
  async changeKeys(session: LiveSession, seedKeys: SeedKeys): Promise<void> {
    const { keys, activityLog } = this.#parts;
    keys.hold(session.memberId, seedKeys);
    try {
      activityLog.sealAnew(session.sessionId, seedKeys.own);
    } catch (error) {
      // As in `renew`: the session goes on, but may not resume after a restart.
      process.emitWarning(String(error));
    }
    await this.renew(session, seedKeys);
  }

  /**
   * Removes a keychain entry that no session owns; an interrupted sign-in leaves one. The entry is
   * useless without its other half, so this may run after the window is shown.
   */
  async sweep(): Promise<void> {
    if (!this.#issuing) await this.#wipeUnowned();
  }

  /** Removes what was stored for a session that must not begin. */
  #discard(session: LiveSession): void {
    try {
      this.#parts.store.revoke(session.sessionId);
    } catch {
      // Nothing was stored, or the database fails. A leftover keychain entry is useless alone.
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

  #ownerOf(sessionId: string, memberId: string): SessionOwner {
    const version = this.#parts.account.credentialsById(memberId)?.version ?? 0;
    return { sessionId, memberId, credentialVersion: version };
  }
}
