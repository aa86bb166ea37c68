import type { ClinicApp, ClinicAppRules } from '../../shared/clinic-apps/clinic-app.js';
import type { Role } from '../../shared/people/role.js';
import type { Policy, PolicyChange } from '../../shared/policy/policy.js';
import type { SignInRules } from '../../shared/policy/sign-in-rules.js';
import type { AccountKey } from '../keys/account-key.js';
import type { Argon2Cost } from '../keys/derivation.js';
import type { AccountStore, Credential, NewMember, NoticeKind } from './account.js';

/*
 * What the clinic decides, as data, and the one way to decide it.
 */

/** Who decides: a member, with the account key that the member's password opened. */
export interface Author {
  readonly memberId: string;
  readonly key: AccountKey;
}

/** What a sign-in's second step is checked with. Secret and codes are in base 64. */
export interface TwoFactorRecord {
  /** The secret shared with the authenticator app. */
  readonly secret: string;
  /** The time step of the last code that was used: neither it nor an earlier one counts again. */
  readonly lastStep: number;
  /** A keyed hash of each code that is left. */
  readonly recoveryCodes: string[];
}

/** One thing that the clinic decides. A change to a member that names no member is about its author. */
export type Change =
  | {
      readonly kind: 'clinic.founded';
      readonly clinicName: string;
      readonly administrator: NewMember;
      readonly policy: Policy;
      readonly cost: Argon2Cost;
      readonly notices: readonly NoticeKind[];
    }
  | { readonly kind: 'member.added'; readonly member: NewMember }
  | { readonly kind: 'member.access'; readonly memberId: string; readonly active: boolean }
  | { readonly kind: 'member.role'; readonly memberId: string; readonly role: Role }
  | { readonly kind: 'member.password'; readonly credential: Credential }
  /** A password that was set with a code on paper; this uses the code up. */
  | {
      readonly kind: 'member.recovered';
      readonly credential: Credential;
      readonly spareKeyId: string;
      readonly way: 'invitation.used' | 'emergencyKit.used';
    }
  | {
      readonly kind: 'twoFactor.set';
      readonly twoFactor: TwoFactorRecord | null;
      readonly told: 'twoFactor.turnedOn' | 'twoFactor.turnedOff' | 'recoveryCodes.renewed';
    }
  | { readonly kind: 'twoFactor.reset'; readonly memberId: string }
  | {
      readonly kind: 'spareKey.made';
      readonly spareKeyId: string;
      readonly wrappedKey: Buffer;
      /** Whom an invitation is for; `null` for the emergency kit. */
      readonly memberId: string | null;
    }
  | { readonly kind: 'rules.set'; readonly rules: SignInRules }
  | { readonly kind: 'policy.set'; readonly policy: Policy }
  | {
      readonly kind: 'policy.imported';
      readonly policy: Policy;
      readonly changes: readonly PolicyChange[];
    }
  | { readonly kind: 'app.saved'; readonly app: ClinicApp }
  | { readonly kind: 'app.removed'; readonly appId: string }
  | { readonly kind: 'app.moved'; readonly appId: string; readonly to: 'up' | 'down' }
  | { readonly kind: 'appRules.set'; readonly rules: ClinicAppRules };

export type ChangeOf<Kind extends Change['kind']> = Extract<Change, { readonly kind: Kind }>;

/**
 * Writes each kind of change to the tables and to the audit trail, in one transaction.
 * @returns what to do after the commit, if anything
 */
export type Appliers<Kind extends Change['kind']> = {
  readonly [Each in Kind]: (change: ChangeOf<Each>, author: Author) => (() => void) | undefined;
};

/** The account as it is, for a decision. */
export type AccountNow = Pick<
  AccountStore,
  'clinicName' | 'members' | 'memberById' | 'credentialsByEmail'
>;

/** Why nothing was decided. */
export interface Refused<Code extends string> {
  readonly ok: false;
  readonly code: Code;
}

/** The result of a decision. */
export type Outcome<Code extends string> = { readonly ok: true } | Refused<Code>;

export interface Decisions {
  /**
   * Decides something for the clinic.
   *
   * @param decide pure: returns a change, `ok` when nothing needs to change, or a refusal. It runs on the
   *   current account, so it reads `now` and not what the caller knew before
   * @returns settles when the change is in force here, or with the refusal; rejects when the change
   *   cannot be stored, or its author is signed out by then, and nothing has changed then
   */
  commit<Code extends string = never>(
    author: Author,
    decide: (now: AccountNow) => Change | Outcome<Code>,
  ): Promise<Outcome<Code>>;

  /**
   * Registers how a folder writes changes to its tables. Several folders may write the same kind: all of
   * it is one transaction.
   */
  register<Kind extends Change['kind']>(appliers: Appliers<Kind>): void;
}
