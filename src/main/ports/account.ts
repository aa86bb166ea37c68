import type { Role } from '../../shared/people/role.js';
import type { Argon2Cost } from '../keys/derivation.js';
import type { Instant } from './time.js';

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

/** What a member's password is checked against, and the account key that it opens. */
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
  /** `null` when somebody removed it from the database. */
  readonly credential: Credential | null;
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

/** Wrong tries for one email, or at this workstation, since the last complete sign-in. */
export interface FailedTries {
  readonly count: number;
  readonly lastAt: Instant;
}

/** What identity keeps beside the account. Methods throw when the database fails. */
export interface IdentityStore {
  /** What one password derivation should cost here, or `null` before the set-up of the clinic measured it. */
  passwordCost(): Argon2Cost | null;
  savePasswordCost(cost: Argon2Cost): void;
  sealed(name: string): Buffer | null;
  saveSealed(name: string, box: Buffer): void;
  deleteSealed(name: string): void;
  /** Deletes each record whose name begins with exactly `prefix`. @throws for the empty prefix */
  deleteSealedBelow(prefix: string): void;
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
  /** One transaction for all that `work` writes to the account and the audit trail. */
  together<T>(work: () => T): T;
  clinicName(): string | null;
  /** Creates clinic, first administrator and first policy in one transaction. */
  createClinic(clinicName: string, administrator: NewMember, policyDocument: string): void;
  members(): readonly Member[];
  memberCount(): number;
  memberById(id: string): Member | null;
  credentialsByEmail(email: string): MemberCredentials | null;
  credentialsById(id: string): MemberCredentials | null;
  /** @returns false when the email is in use already */
  addMember(member: NewMember): boolean;
  setMemberActive(id: string, active: boolean): void;
  setMemberRole(id: string, role: Role): void;
  setCredential(id: string, credential: Credential): void;
  /** What each member's password costs to check. */
  passwordCosts(): readonly Argon2Cost[];
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

/** A text that a person wants to save as a file. */
export interface TextDocument {
  readonly fileName: string;
  readonly text: string;
}

export type SaveOutcome = 'saved' | 'cancelled' | 'failed';

export interface Documents {
  /**
   * Asks where to save, and saves for this OS user alone.
   * @param mayStill checked after the person has answered: whether the file may still be written
   */
  save(document: TextDocument, mayStill: () => boolean): Promise<SaveOutcome>;
  /** As {@link save}, with the content of an existing file. */
  saveCopy(path: string, fileName: string, mayStill: () => boolean): Promise<SaveOutcome>;
}
