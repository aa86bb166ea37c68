import type { AuditPage } from '../workstation/audit-log.js';
import type { SiteFinding } from '../clinic-apps/clinic-app.js';
import type { Policy, PolicyChange } from '../policy/policy.js';
import type { ActivityTestResult, View } from './views.js';

/*
 * What each request of the contract answers. A refusal is a value with a code; a request that the
 * gate refuses is rejected instead.
 */

/** What a person can be told and can act on. `message` is one or two plain sentences. */
export type Refusal<Code extends string> = {
  readonly ok: false;
  readonly code: Code;
  readonly message: string;
};
export type Done<Fields = unknown> = { readonly ok: true } & Fields;
/** Too many wrong tries. */
export type Throttled = Refusal<'throttled'> & {
  /** Whole seconds, 1 or more. */
  readonly retryAfterSeconds: number;
};
type Answer<Code extends string, Fields = unknown> = Done<Fields> | Refusal<Code>;

/** The session's credential could not be kept, or something locked this workstation meanwhile. */
type CannotStart =
  | 'keychainUnavailable'
  | 'keychainMissing'
  | 'keychainLocked'
  | 'keychainWithoutWallet'
  | 'keychainCancelled'
  | 'stillWiping'
  | 'discarded'
  | 'storageFailed';
/** What was entered as the second step is not right. */
type WrongCode = 'wrongCode' | 'usedCode' | 'signInExpired';
/** What an attempt to sign in can run into before its first question is answered. */
type CannotSignIn = CannotStart | 'memberDisabled' | 'needsInvitation' | 'recordTampered';
/** What any request that changes something may answer. */
type CannotWrite = 'passwordRequired' | 'storageFailed';

/** Why a proof is refused. `lockedMeanwhile`: the session ended while it was checked. */
export const PROOF_REFUSALS = [
  'wrongPassword',
  'wrongCode',
  'usedCode',
  'wrongRecoveryCode',
  'recordTampered',
  'lockedMeanwhile',
] as const;
/** A request with a proof in it: what was shown is not right, or too much of it was wrong. */
export type Unproved = Refusal<(typeof PROOF_REFUSALS)[number]> | Throttled;
/** An act that decides who gets into the account was asked for without a proof. */
export type ProofRequired = Refusal<'proofRequired'> & {
  /** Whether a code is needed beside the password. */
  readonly withCode: boolean;
};
/** The answer of an act that decides who gets into the account. */
type ActAnswer<Code extends string, Fields = unknown> =
  Answer<Code | 'storageFailed', Fields> | Unproved | ProofRequired;

/** Ten, each for one sign-in; shown once. */
interface RecoveryCodes {
  readonly recoveryCodes: readonly string[];
}

export interface RecentMember {
  readonly id: string;
  readonly name: string;
}

/** What each request answers. */
export interface Answers {
  readView: { readonly sequence: number; readonly view: View };
  viewShown: Done;
  createClinic: Answer<CannotStart | 'weakPassword' | 'alreadySetUp'>;
  /** `ok` also when a code is still missing: the view that main sends next asks for it. */
  signIn: Answer<CannotSignIn | 'wrongCredentials'> | Throttled;
  verifyCode: Answer<CannotStart | WrongCode> | Throttled;
  useRecoveryCode: Answer<CannotStart | 'wrongRecoveryCode' | 'signInExpired'> | Throttled;
  cancelSignIn: Done;
  finishEnrolment: Answer<CannotStart | 'signInExpired'>;
  redeemInvitation: Answer<CannotSignIn | 'wrongInvitation' | 'weakPassword'> | Throttled;
  useEmergencyKit: Answer<CannotSignIn | 'wrongEmergencyKit' | 'weakPassword'> | Throttled;
  listRecentMembers: { readonly members: readonly RecentMember[] };
  readRecentMemberEmail: { readonly email: string | null };
  lockNow: Done;
  signOut: Done;
  switchUser: Done;
  staySignedIn: Done;
  confirmPassword: Answer<'wrongPassword' | 'storageFailed'> | Throttled;
  changePassword: Answer<'weakPassword' | 'storageFailed'> | Unproved;
  startTwoFactor: ActAnswer<
    'signInExpired',
    {
      /** Base32 in groups of four, to be typed into an authenticator app. */
      readonly secret: string;
      /** `otpauth://` address, for the QR code. */
      readonly uri: string;
    }
  >;
  confirmTwoFactor: Answer<WrongCode | 'storageFailed', RecoveryCodes>;
  turnOffTwoFactor: Answer<'storageFailed' | 'twoFactorRequired'> | Unproved;
  renewRecoveryCodes: Answer<'storageFailed', RecoveryCodes> | Unproved;
  /** The recovery key in groups of four; shown once. */
  makeEmergencyKit: ActAnswer<never, { readonly recoveryKey: string }>;
  saveDocument: Answer<'fileFailed', { readonly saved: boolean }>;
  acknowledgeNotice: Done;
  openSettings: Answer<'passwordRequired'>;
  savePolicy: Answer<CannotWrite>;
  /** A proof is asked for where they let in who could not get in before. */
  saveSignInRules: ActAnswer<'passwordRequired'>;
  checkSettingsFile: Answer<
    'invalid',
    { readonly policy: Policy; readonly changes: readonly PolicyChange[] }
  >;
  importSettingsFile: Answer<CannotWrite | 'invalid'>;
  addMember: ActAnswer<'emailTaken' | 'weakPassword'>;
  disableMember: Answer<CannotWrite | 'lastAdministrator' | 'unknownMember'>;
  enableMember: ActAnswer<'unknownMember'>;
  changeMemberRole: ActAnswer<'lastAdministrator' | 'unknownMember'>;
  signOutMember: Done;
  resetTwoFactor: ActAnswer<'unknownMember' | 'ownReset'>;
  /** Takes six seconds, in which nobody may touch the computer. */
  testActivity: Done & { readonly result: ActivityTestResult };
  readAuditLog: Done & { readonly page: AuditPage };
  exportAuditLog: Answer<CannotWrite | 'auditLogFailed', { readonly saved: boolean }>;
  saveDiagnostics: Answer<'diagnosticsFailed', { readonly saved: boolean }>;
  restartAndUpdate: Answer<'noUpdateReady'>;
  /** A code for the member's eyes alone, in groups of four, that sets a new password once. */
  inviteMember: ActAnswer<
    'unknownMember' | 'ownInvitation',
    { readonly code: string; readonly validHours: number }
  >;
  openClinicApp: Answer<'unknownApp'>;
  reopenPlaces: Done;
  declinePlaces: Answer<'storageFailed'>;
  saveClinicApp: Answer<CannotWrite | 'unknownApp' | 'tooManyApps' | 'signOutOutside'>;
  removeClinicApp: Answer<CannotWrite | 'unknownApp'>;
  moveClinicApp: Answer<CannotWrite | 'unknownApp'>;
  /** Takes up to 20 seconds. */
  testClinicApp: Answer<'passwordRequired', { readonly finding: SiteFinding }>;
  saveClinicAppRules: Answer<CannotWrite>;
  commandSite: Done;
  openBarPanel: Done;
  findInSite: Done;
  answerBarQuestion: Done;
  dismissBarMessage: Done;
  saveDownload: Answer<'fileFailed', { readonly saved: boolean }>;
  removeDownload: Done;
  saveSiteSignIn: Answer<'storageFailed'>;
  forgetSiteSignIn: Answer<'storageFailed'>;
  /**
   * `noFields`: the page has no fields for a user name or a password. `notTaken`: the page does not hold
   * what was filled in.
   */
  fillSiteSignIn: Answer<'noSignInSaved' | 'otherSite' | 'noFields' | 'notTaken'>;
  copyDraftField: Done;
  discardDraft: Answer<'storageFailed'>;
}
