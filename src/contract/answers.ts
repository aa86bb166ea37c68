import type { AuditPage } from './audit-log.js';
import type { SiteFinding } from './clinic-app.js';
import type { Policy, PolicyChange } from './policy.js';
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
type WrongCode = 'wrongCode' | 'usedCode' | 'clockDrift' | 'signInExpired';
/** What an attempt to sign in can run into before its first question is answered. */
type CannotSignIn = CannotStart | 'memberDisabled' | 'needsInvitation' | 'recordTampered';
/** What any request that changes something may answer. */
type CannotWrite = 'passwordRequired' | 'storageFailed';

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
  changePassword: Answer<'wrongPassword' | 'weakPassword' | 'storageFailed'> | Throttled;
  startTwoFactor:
    | Answer<
        'wrongPassword' | 'storageFailed' | WrongCode,
        {
          /** Base32 in groups of four, to be typed into an authenticator app. */
          readonly secret: string;
          /** `otpauth://` address, for the QR code. */
          readonly uri: string;
        }
      >
    | Throttled;
  confirmTwoFactor: Answer<WrongCode | 'storageFailed', RecoveryCodes>;
  turnOffTwoFactor:
    Answer<'wrongPassword' | 'storageFailed' | 'twoFactorRequired' | WrongCode> | Throttled;
  renewRecoveryCodes:
    Answer<'wrongPassword' | 'storageFailed' | WrongCode, RecoveryCodes> | Throttled;
  /** The recovery key in groups of four; shown once. */
  makeEmergencyKit: Answer<CannotWrite, { readonly recoveryKey: string }>;
  saveDocument: Answer<'fileFailed', { readonly saved: boolean }>;
  acknowledgeNotice: Done;
  openSettings: Answer<'passwordRequired'>;
  savePolicy: Answer<CannotWrite>;
  saveSignInRules: Answer<CannotWrite>;
  checkSettingsFile: Answer<
    'invalid',
    { readonly policy: Policy; readonly changes: readonly PolicyChange[] }
  >;
  importSettingsFile: Answer<CannotWrite | 'invalid'>;
  addMember: Answer<CannotWrite | 'emailTaken' | 'weakPassword'>;
  setMemberActive: Answer<CannotWrite | 'lastAdministrator' | 'unknownMember'>;
  changeMemberRole: Answer<CannotWrite | 'lastAdministrator' | 'unknownMember'>;
  signOutMember: Done;
  resetTwoFactor: Answer<CannotWrite | 'unknownMember'>;
  /** Takes six seconds, in which nobody may touch the computer. */
  testActivity: Done & { readonly result: ActivityTestResult };
  readAuditLog: Done & { readonly page: AuditPage };
  exportAuditLog: Answer<CannotWrite | 'auditLogFailed', { readonly saved: boolean }>;
  saveDiagnostics: Answer<'diagnosticsFailed', { readonly saved: boolean }>;
  restartAndUpdate: Answer<'noUpdateReady'>;
  /** A code for the member's eyes alone, in groups of four, that sets a new password once. */
  inviteMember: Answer<
    CannotWrite | 'unknownMember',
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
  /** `noFields`: the page has no fields for a user name or a password. */
  fillSiteSignIn: Answer<'noSignInSaved' | 'otherSite' | 'noFields'>;
  copyDraftField: Done;
  discardDraft: Answer<'storageFailed'>;
}
