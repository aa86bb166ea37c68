import type { EndCause } from '../../shared/workstation/end-cause.js';
import type { SeedKeys } from '../keys/seed-keys.js';
import {
  BEFORE_ANY,
  type AccountStore,
  type AuditSink,
  type Clock,
  type CredentialVault,
  type KeyHolder,
  type Member,
  type SessionOwner,
  type SessionRecord,
  type SessionStore,
  type SignOutOrdersHere,
} from '../ports/index.js';
import type { ActivityLog } from './activity-log.js';
import type { Restored, TakenUpIn } from './elapsed.js';
import type { LiveSession } from './machine.js';
import type { SessionRunner } from './runner.js';

export interface ResumeParts {
  readonly runner: SessionRunner;
  readonly vault: CredentialVault;
  readonly keys: KeyHolder;
  readonly store: SessionStore;
  readonly activityLog: ActivityLog;
  readonly account: AccountStore;
  readonly audit: AuditSink;
  readonly clock: Clock;
  readonly orders: SignOutOrdersHere;
  /**
   * Compares the account with what this computer remembers outside of the account's file. Asked before a
   * session begins or resumes, when the keychain has shown that it answers. Rejects when it does not.
   */
  readonly recall: () => Promise<boolean>;
  /**
   * Whether the account is sound, and says that these are an active member's keys; `null` when not. Asked
   * before a session resumes.
   */
  readonly vouch: (memberId: string, seedKeys: SeedKeys) => Promise<Member | null>;
  /** Asked when a session begins or resumes, because the system takes time to answer. Never rejects. */
  readonly takenUpIn: () => Promise<TakenUpIn>;
}

/** What the resumed session takes from {@link SessionStart}. */
interface Start {
  readonly ownerOf: (sessionId: string, memberId: string) => SessionOwner;
  readonly renew: (session: LiveSession, seedKeys: SeedKeys) => Promise<void>;
}

/**
 * Handles what an earlier run of the app left: finishes a begun wipe, or resumes a session within
 * its remaining time, or ends it.
 */
export async function resumeSession(parts: ResumeParts, start: Start): Promise<void> {
  const { runner, keys, store, account } = parts;
  const pending = store.pendingWipe();
  if (pending !== null) {
    const { end } = pending;
    const role = account.memberById(end.memberId)?.role ?? 'bookkeeper';
    const { sessionId, memberId } = end;
    runner.finishWipe(end, { ...{ sessionId, memberId, role, ...BEFORE_ANY }, isResumed: true });
    return;
  }
  const record = store.current();
  if (record === null) return;
  const recovered = await recover(parts.vault, start.ownerOf(record.id, record.memberId), record);
  const member = recovered === null ? null : await vouched(parts, record.memberId, recovered);
  if (member === null) recovered?.forget();
  const seedKeys = member === null ? null : recovered;
  const restored = seedKeys === null ? null : await readActivity(parts, record, seedKeys);
  // Hold the keys before the session begins: if a limit has passed, the end forgets them.
  if (seedKeys !== null) keys.hold(record.memberId, seedKeys);
  const session: LiveSession = {
    sessionId: record.id,
    memberId: record.memberId,
    role: member?.role ?? account.memberById(record.memberId)?.role ?? 'bookkeeper',
    isResumed: true,
    // A session of an older version of the app obeys every order.
    ...(restored?.signedIn ?? BEFORE_ANY),
  };
  // Begin the session in every case, so that there is one way to end it. If a limit has passed, the
  // first look ends the session, before any window is shown.
  runner.begin(session, runner.state.generation, restored ?? undefined);
  const cause = whyNotResumed(restored, runner.policy.resumeAfterRestart, record.keyHalf.length);
  record.keyHalf.fill(0);
  // Pages are gone with the app, so there is nothing typed that needs a moment.
  const ordered = cause === null ? parts.orders.endOf(session) : null;
  if (cause !== null) runner.requestEnd(cause);
  else if (ordered !== null) runner.requestEnd(ordered.cause, ordered.reason);
  if (seedKeys === null || runner.state.kind === 'ending') return;
  tell(parts, 'session.resumed', record.memberId);
  // A new session key makes copies useless that somebody took from this computer before.
  void start.renew(session, seedKeys);
}

async function recover(
  vault: CredentialVault,
  owner: SessionOwner,
  record: SessionRecord,
): Promise<SeedKeys | null> {
  try {
    return await vault.recover(owner, record);
  } catch {
    return null;
  }
}

/** An account that cannot be read must not keep the app from starting: the session ends. */
async function vouched(
  { vouch, recall }: ResumeParts,
  memberId: string,
  seedKeys: SeedKeys,
): Promise<Member | null> {
  try {
    const member = await vouch(memberId, seedKeys);
    return member !== null && (await recall()) ? member : null;
  } catch (error) {
    process.emitWarning(String(error));
    return null;
  }
}

async function readActivity(
  parts: ResumeParts,
  { id, memberId, activity }: SessionRecord,
  seedKeys: SeedKeys,
): Promise<Restored | null> {
  const takenUpIn = await parts.takenUpIn();
  const now = parts.clock.now();
  const restored = parts.activityLog.read(id, activity, seedKeys.own, now, takenUpIn);
  if (restored === null) tell(parts, 'record.tampered', memberId);
  return restored;
}

function tell(
  { audit, clock }: ResumeParts,
  event: 'session.resumed' | 'record.tampered',
  memberId: string,
): void {
  try {
    audit.append({ event, at: clock.now(), memberId });
  } catch (error) {
    // A full disk must not keep the app from starting. The session's end is still audited.
    process.emitWarning(String(error));
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
