import type { Role } from '../../shared/people/role.js';
import type { ClinicState } from '../account/clinic-state.js';
import type { Argon2Cost } from '../keys/derivation.js';
import type { Instant } from './time.js';

export type { Remembered } from '../account/clinic-state.js';

/*
 * The ports of the clinic's account: its members, what their sign-ins are checked against, and the
 * files that people save from it. `index.ts` exports them with the others.
 */

export interface Member {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly active: boolean;
  readonly lastSignedInAt: number | null;
}

/** What a member's password is checked against, and the seed that it opens. */
export interface Credential {
  readonly cost: Argon2Cost;
  readonly salt: Buffer;
  /** A hash of the auth key, which comes from the password. */
  readonly authCheck: Buffer;
  /** The member's seed, sealed under the wrap key, which comes from the password. */
  readonly wrappedSeed: Buffer;
}

/** A member with what sign-in is checked against. */
export interface MemberCredentials {
  readonly member: Member;
  /** Counts the member's passwords, from 1. */
  readonly version: number;
  /** `null` when somebody removed it from the database, or changed it. */
  readonly credential: Credential | null;
}

export type NoticeKind =
  | 'timeoutWasNever'
  | 'timeoutWasCapped'
  | 'policyUnreadable'
  | 'passwordSetForYou'
  | 'failedSignIns'
  | 'recoveryCodeUsed'
  | 'emergencyKitUsed'
  | 'invitationUsed'
  | 'accountAccepted'
  | 'recordTampered';

export interface Notice {
  readonly id: number;
  readonly kind: NoticeKind;
  /** How many, for the kinds that count something. */
  readonly amount: number | null;
}

/** Wrong tries for one email, or at this workstation, since the last complete sign-in. */
export interface FailedTries {
  readonly count: number;
  readonly lastAt: Instant;
}

/** What identity keeps beside the account. Methods throw when the database fails. */
export interface IdentityStore {
  sealed(name: string): Buffer | null;
  saveSealed(name: string, box: Buffer): void;
  deleteSealed(name: string): void;
  /** The names of all sealed records that are kept for this member. */
  sealedNamesOf(memberId: string): readonly string[];
  /** Deletes each record whose name begins with exactly `prefix`. @throws for the empty prefix */
  deleteSealedBelow(prefix: string): void;
  failedTries(subject: string): FailedTries | null;
  /** `null` forgets them. */
  saveFailedTries(subject: string, tries: FailedTries | null): void;
}

/** What this computer keeps of the account that nobody decided. Methods throw when the database fails. */
export interface LocalStore {
  /** One transaction for all that `work` writes to the account and the audit trail. */
  together<T>(work: () => T): T;
  recordSignIn(id: string, atMs: number): void;
  /** When each member last signed in here, in milliseconds since 1970. */
  signIns(): ReadonlyMap<string, number>;
  /** A policy that was imported before the clinic was set up. */
  suggestedPolicy(): string | null;
  suggestPolicy(document: string): void;
  addNotice(kind: NoticeKind, atMs: number, recipients: readonly string[], amount?: number): void;
  noticesFor(memberId: string): readonly Notice[];
  acknowledgeNotice(noticeId: number, memberId: string, atMs: number): void;
}

/**
 * The clinic's account, for reading: what the clinic decided, and what this computer keeps with it. Methods
 * throw when the database cannot be read or written.
 */
export interface AccountStore extends Omit<LocalStore, 'addNotice' | 'signIns'> {
  /** `null` before the clinic is set up. */
  readonly state: ClinicState | null;
  readonly standing: Standing;
  clinicName(): string | null;
  /** By name. */
  members(): readonly Member[];
  memberCount(): number;
  memberById(id: string): Member | null;
  credentialsByEmail(email: string): MemberCredentials | null;
  credentialsById(id: string): MemberCredentials | null;
  /** What each member's password costs to check. */
  passwordCosts(): readonly Argon2Cost[];
  /** The members who signed in here last, most recent first. */
  recentMembers(most: number): readonly Member[];
  /** A box that the state names, or `null` when it is missing or was changed. */
  box(hash: string): Buffer | null;
  /** The hashes of all boxes that are here as they were saved. */
  boxesHere(): ReadonlySet<string>;
  /** Deletes the credentials of a shared account that were not used here for 30 days. */
  forgetOldCredentials(nowMs: number, signedInId: string | null): void;
  /** For every active member, or for one; shown once to each. */
  addNotice(kind: NoticeKind, atMs: number, memberId?: string, amount?: number): void;
}

/**
 * How the account stands to what this computer remembers. `older`: it has fewer decisions, or others, as
 * after a backup was restored. `unknown`: this computer remembers nothing. `broken`: an entry of its chain
 * was changed.
 */
export type Standing =
  | { readonly kind: 'sound' }
  | { readonly kind: 'older'; readonly remembered: number }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'broken'; readonly at: number };

/** A text that a person wants to save as a file. */
export interface TextDocument {
  readonly fileName: string;
  readonly text: string;
}

/** A long document, which is made while it is written. */
export interface StreamedDocument {
  readonly fileName: string;
  /** Throws when the rest cannot be made: then nothing is left of the file. */
  readonly parts: AsyncIterable<string>;
}

export type SaveOutcome = 'saved' | 'cancelled' | 'failed';

export interface Documents {
  /**
   * Asks where to save, and saves for this OS user alone.
   * @param mayStill checked after the person has answered: whether the file may still be written
   */
  save(document: TextDocument | StreamedDocument, mayStill: () => boolean): Promise<SaveOutcome>;
  /** As {@link save}, with the content of an existing file. */
  saveCopy(path: string, fileName: string, mayStill: () => boolean): Promise<SaveOutcome>;
}
