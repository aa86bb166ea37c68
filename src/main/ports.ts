import type { EndCause } from '../contract/end-cause.js';
import type { Role } from '../contract/role.js';
import type { AccountKey } from './keys/account-key.js';
import type { Argon2Cost } from './keys/derivation.js';

/*
 * What the heart (session, identity, vault) needs from outside. Adapters live in host/, storage/,
 * vault/keychain.ts and windows/; tests give small typed fakes.
 */

/** One moment on both clocks, in milliseconds. */
export interface Instant {
  /** Since 1970. Can jump either way: people and time servers set it. */
  readonly wallMs: number;
  /** Since this computer started, sleep included. Never goes back until a restart. */
  readonly bootMs: number;
}

export interface Clock {
  now(): Instant;
  /** Calls back once after `ms` milliseconds of running time; returns a function that cancels. */
  after(ms: number, callback: () => void): () => void;
}

/** How long nobody touched this computer. */
export interface IdleSource {
  /**
   * Whole milliseconds since the last input, rounded down to {@link resolutionMs}.
   * @throws when the source cannot be read
   */
  idleMs(): number;
  readonly resolutionMs: number;
  /** Whether the OS says that its own screen lock is on. */
  screenLocked(): boolean;
}

/** The OS keychain, by the account names of its entries. */
export interface SecretStore {
  set(account: string, secret: string): Promise<void>;
  get(account: string): Promise<string | null>;
  delete(account: string): Promise<void>;
}

export type KeychainCall =
  | { readonly id: number; readonly do: 'get' | 'delete'; readonly account: string }
  | {
      readonly id: number;
      readonly do: 'set';
      readonly account: string;
      readonly secret: string;
    };

export type KeychainAnswer =
  | { readonly id: number; readonly ok: true; readonly value: string | null }
  | { readonly id: number; readonly ok: false; readonly why: string };

/** A process that answers calls to the keychain. */
export interface KeychainWorker {
  send(call: KeychainCall): void;
  stop(): void;
}

/** Starts a worker. `onGone` is called when its process has ended, by itself or by `stop`. */
export type StartKeychainWorker = (listener: {
  readonly onAnswer: (answer: KeychainAnswer) => void;
  readonly onGone: () => void;
}) => KeychainWorker;

/** Whose session a session key is for. */
export interface SessionOwner {
  readonly sessionId: string;
  readonly memberId: string;
  /** Of the member's password: a session key from before a change is void after it. */
  readonly credentialVersion: number;
}

/** What the database keeps of a session. */
export interface DatabaseShare {
  /** One half of the session key; the keychain has the other. */
  readonly keyHalf: Buffer;
  /** The account key, sealed under the session key. */
  readonly wrappedKey: Buffer;
}

/**
 * The credentials of this installation in the OS keychain. Every method rejects when the keychain
 * refuses or does not answer in time.
 */
export interface CredentialVault {
  /** Makes a session key, wraps the account key under it, and puts one half into the keychain. */
  issue(owner: SessionOwner, accountKey: AccountKey): Promise<DatabaseShare>;
  /** The account key of a session, or `null` when the two halves do not belong together. */
  recover(owner: SessionOwner, share: DatabaseShare): Promise<AccountKey | null>;
  /**
   * Deletes what this installation has in the keychain, and reads back.
   * @returns whether it is proved that nothing is left
   */
  wipe(): Promise<boolean>;
}

/** A session as the database remembers it, with its half of the session key. */
export interface SessionRecord extends DatabaseShare {
  readonly id: string;
  readonly memberId: string;
  readonly startedAt: Instant;
  readonly lastActivityAt: Instant;
}

/** Keeps the account key while somebody is signed in. */
export interface KeyHolder {
  hold(key: AccountKey): void;
  /** Overwrites it in memory. */
  forget(): void;
}

/** What is known of an end of a session. Durations in milliseconds. */
export interface SessionEnd {
  readonly sessionId: string;
  readonly memberId: string;
  readonly cause: EndCause;
  readonly limitSeconds: number;
  /** Measured inactivity, or the session's age when its longest length was reached. */
  readonly measuredMs: number;
  /** How long after the limit the end was noticed; zero for ends that somebody asked for. */
  readonly latenessMs: number;
  readonly at: Instant;
}

/** A wipe that was begun and not yet proved complete. */
export interface PendingWipe {
  readonly end: SessionEnd;
  /** Whether the end itself is in the audit trail already. */
  readonly audited: boolean;
}

/** This workstation's own session records. Synchronous: the end of a session waits for nothing. */
export interface SessionStore {
  current(): SessionRecord | null;
  begin(record: SessionRecord): void;
  /** Puts another session key's share in the place of the first one. */
  renew(sessionId: string, share: DatabaseShare): void;
  recordActivity(sessionId: string, at: Instant): void;
  /** Deletes the database's half of the session key beyond recovery from the database's files. */
  revoke(sessionId: string): void;
  pendingWipe(): PendingWipe | null;
  markWipePending(end: SessionEnd): void;
  markWipeAudited(sessionId: string): void;
  clearWipeMark(sessionId: string): void;
}

export type AuditEventName =
  | 'clinic.created'
  | 'session.started'
  | 'session.resumed'
  | 'session.ended'
  | 'wipe.completed'
  | 'signIn.failed'
  | 'signIn.throttled'
  | 'signInRules.changed'
  | 'twoFactor.turnedOn'
  | 'twoFactor.turnedOff'
  | 'twoFactor.reset'
  | 'recoveryCode.used'
  | 'recoveryCodes.renewed'
  | 'invitation.created'
  | 'invitation.used'
  | 'emergencyKit.created'
  | 'emergencyKit.used'
  | 'record.tampered'
  | 'policy.changed'
  | 'policy.migrated'
  | 'policy.unreadable'
  | 'settings.imported'
  | 'member.added'
  | 'member.disabled'
  | 'member.enabled'
  | 'member.roleChanged'
  | 'member.passwordChanged';

export interface AuditEvent {
  readonly event: AuditEventName;
  readonly at: Instant;
  /** Who it happened to, or `null` for the account. */
  readonly memberId: string | null;
  readonly cause?: EndCause;
  readonly measuredMs?: number;
  readonly limitSeconds?: number;
  readonly latenessMs?: number;
  readonly wipe?: 'done' | 'failed';
  /** More, as JSON; never a secret, never patient data. */
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** Append-only. */
export interface AuditSink {
  append(event: AuditEvent): void;
}

/** What people see; implemented by the windows. */
export interface Screens {
  /**
   * Hides everything of the session at once: the lock screen replaces the main window's view, all
   * other windows are destroyed. Settles when that is so, within {@link HIDE_BOUND_MS}: a window
   * that does not answer in time is taken off the screen, and made again when it hangs.
   */
  hide(): Promise<void>;
  /** Makes the warning ready to appear without delay. May be called again. */
  prepareWarning(): void;
  showWarning(): void;
  dismissWarning(): void;
  /** Something in the snapshot has changed. */
  refresh(): void;
}

/** The longest that {@link Screens.hide} may take, in milliseconds. */
export const HIDE_BOUND_MS = 150;

export interface Member {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly active: boolean;
  readonly lastSignedInAt: number | null;
}

/** What a member's password is checked with, and opens. */
export interface Credential {
  /** Counts the member's passwords, from 1. */
  readonly version: number;
  readonly cost: Argon2Cost;
  readonly salt: Buffer;
  /** A hash of the auth key, which comes from the password. */
  readonly authCheck: Buffer;
  /** The account key, sealed under the wrap key, which comes from the password. */
  readonly wrappedKey: Buffer;
}

/** A member with what sign-in is checked against. */
export interface MemberCredentials {
  readonly member: Member;
  /** `null` for a member of before keys who has not signed in since. */
  readonly credential: Credential | null;
  /** The Argon2id hash that such a member's password is checked with, once. */
  readonly legacyHash: string | null;
}

export interface NewMember {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly credential: Credential;
  readonly createdAt: number;
}

export type NoticeKind =
  | 'timeoutWasNever'
  | 'timeoutWasCapped'
  | 'policyUnreadable'
  | 'passwordSetForYou'
  | 'failedSignIns'
  | 'recoveryCodeUsed'
  | 'emergencyKitUsed'
  | 'recordTampered';

export interface Notice {
  readonly id: number;
  readonly kind: NoticeKind;
  /** How many, for the kinds that count something. */
  readonly amount: number | null;
}

/** An account key wrapped under a code on paper. */
export interface SpareKey {
  readonly wrappedKey: Buffer;
  readonly createdAt: Instant;
}

/** Wrong tries of one kind since the last right one. */
export interface FailedTries {
  readonly count: number;
  readonly lastAt: Instant;
}

/** What identity keeps beside the account. Methods throw when the database fails. */
export interface IdentityStore {
  /** What one password derivation should cost here, or `null` before the first run measured it. */
  passwordCost(): Argon2Cost | null;
  savePasswordCost(cost: Argon2Cost): void;
  sealed(name: string): Buffer | null;
  saveSealed(name: string, box: Buffer): void;
  spareKey(id: string): SpareKey | null;
  saveSpareKey(id: string, key: SpareKey): void;
  /** @returns whether there was one */
  deleteSpareKey(id: string): boolean;
  failedTries(subject: string): FailedTries | null;
  /** `null` forgets them. */
  saveFailedTries(subject: string, tries: FailedTries | null): void;
}

/** The clinic's account. Methods throw when the database cannot be read or written. */
export interface AccountStore {
  /** All of what `work` writes to the account and the audit trail, or nothing of it. */
  together<T>(work: () => T): T;
  clinicName(): string | null;
  /** Creates clinic, first administrator and first policy together, or nothing of them. */
  createClinic(clinicName: string, administrator: NewMember, policyDocument: string): void;
  members(): readonly Member[];
  memberById(id: string): Member | null;
  credentialsByEmail(email: string): MemberCredentials | null;
  credentialsById(id: string): MemberCredentials | null;
  /** @returns false when the email is in use already */
  addMember(member: NewMember): boolean;
  setMemberActive(id: string, active: boolean): void;
  setMemberRole(id: string, role: Role): void;
  setCredential(id: string, credential: Credential): void;
  /** Whether any member has the account key, that is, whether there is one. */
  hasAccountKey(): boolean;
  recordSignIn(id: string, atMs: number): void;
  /** The members who signed in here last, most recent first. */
  recentMembers(most: number): readonly Member[];
  /** The policy documents as they were stored, newest first. */
  policyDocuments(): readonly string[];
  savePolicyDocument(document: string, byMemberId: string | null, atMs: number): void;
  /** For every active member, or for one; shown once to each. */
  addNotice(kind: NoticeKind, atMs: number, memberId?: string, amount?: number): void;
  noticesFor(memberId: string): readonly Notice[];
  acknowledgeNotice(noticeId: number, memberId: string, atMs: number): void;
}

/** A text that a person wants as a file. */
export interface TextDocument {
  readonly fileName: string;
  readonly text: string;
}

export interface Documents {
  /**
   * Asks where to save, and saves for this OS user alone.
   * @param mayStill asked once the person has answered: whether it may still be written
   */
  save(document: TextDocument, mayStill: () => boolean): Promise<'saved' | 'cancelled' | 'failed'>;
}
