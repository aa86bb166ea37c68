import { z } from 'zod';
import type { RequestName } from './channels.js';
import { isEmail, LONGEST_NAME } from './person.js';
import {
  ACTIVITY_SOURCES,
  LONGEST_TIMEOUT_SECONDS,
  type Policy,
  POLICY_VERSION,
  type PolicyChange,
  SHORTEST_TIMEOUT_SECONDS,
} from './policy.js';
import { ROLES } from './role.js';
import { LONGEST_SETTINGS_FILE } from './settings-file.js';
import {
  LEAST_SHORTEST_PASSWORD,
  LONGEST_GRACE_DAYS,
  MOST_SHORTEST_PASSWORD,
  type SignInRules,
} from './sign-in-rules.js';
import type { ActivityTestResult, View, WindowKind } from './views.js';

/*
 * The contract between windows and main. Each request says which windows may ask it, who must be
 * signed in, and what its input looks like; `main/ipc/gate.ts` enforces all three before a handler
 * runs. Inputs are strict: a field that is not named here is refused.
 */

/**
 * Who may ask: anyone at the screen, who has entered a right password and not yet the rest
 * (`signingIn`), who sets two-factor authentication up, within a sign-in or a session (`enrolling`),
 * a signed-in member, or a signed-in administrator.
 */
export type Access = 'anyone' | 'signingIn' | 'enrolling' | 'member' | 'administrator';

export interface RequestSpec {
  readonly windows: readonly WindowKind[];
  readonly access: Access;
  /** Whether the password must have been proved within the last five minutes. */
  readonly recentPassword: boolean;
  readonly input: z.ZodType;
}

const nothing = z.strictObject({});
const name = z.string().trim().min(1).max(LONGEST_NAME);
const email = z.string().trim().toLowerCase().refine(isEmail);
/** Bounds only; the rules for a new password give their reason in words (`password-rule.ts`). */
const password = z.string().min(1).max(1_024);
/** A code as people type it, with spaces and hyphens wherever they like. */
const code = z.string().trim().min(1).max(100);
const memberId = z.uuid();
const role = z.enum(ROLES);
const timeoutSeconds = z.int().min(SHORTEST_TIMEOUT_SECONDS).max(LONGEST_TIMEOUT_SECONDS);

export const policySchema: z.ZodType<Policy> = z.strictObject({
  version: z.literal(POLICY_VERSION),
  sessionTimeoutSeconds: timeoutSeconds,
  longestSessionSeconds: timeoutSeconds,
  activitySource: z.enum(ACTIVITY_SOURCES),
  lockOnSleep: z.boolean(),
  lockOnScreenLock: z.boolean(),
  resumeAfterRestart: z.boolean(),
  roleTimeoutSeconds: z.partialRecord(role, timeoutSeconds),
});

export const signInRulesSchema: z.ZodType<SignInRules> = z.strictObject({
  requireTwoFactor: z.boolean(),
  graceDays: z.int().min(0).max(LONGEST_GRACE_DAYS),
  shortestPassword: z.int().min(LEAST_SHORTEST_PASSWORD).max(MOST_SHORTEST_PASSWORD),
  strictPasswords: z.boolean(),
});

const settingsFile = z.strictObject({ text: z.string().max(LONGEST_SETTINGS_FILE) });

export const REQUESTS = {
  readView: spec(['main', 'settings', 'warning'], 'anyone', nothing),
  /** The window has painted the view with this number. */
  viewShown: spec(
    ['main', 'settings', 'warning'],
    'anyone',
    z.strictObject({ sequence: z.int().min(0) }),
  ),
  createClinic: spec(
    ['main'],
    'anyone',
    z.strictObject({ clinicName: name, name, email, password, timeoutSeconds }),
  ),
  signIn: spec(['main'], 'anyone', z.strictObject({ email, password })),
  /** The second step of a sign-in. */
  verifyCode: spec(['main'], 'signingIn', z.strictObject({ code })),
  useRecoveryCode: spec(['main'], 'signingIn', z.strictObject({ code })),
  cancelSignIn: spec(['main'], 'anyone', nothing),
  /** The recovery codes were seen: the sign-in that asked for two-factor authentication goes on. */
  finishEnrolment: spec(['main'], 'signingIn', nothing),
  redeemInvitation: spec(
    ['main'],
    'anyone',
    z.strictObject({ email, code, newPassword: password }),
  ),
  useEmergencyKit: spec(
    ['main'],
    'anyone',
    z.strictObject({ email, recoveryKey: code, newPassword: password }),
  ),
  listRecentMembers: spec(['main'], 'anyone', nothing),
  readRecentMemberEmail: spec(['main'], 'anyone', z.strictObject({ memberId })),
  lockNow: spec(['main', 'settings', 'warning'], 'member', nothing),
  signOut: spec(['main', 'warning'], 'member', nothing),
  switchUser: spec(['main'], 'member', nothing),
  staySignedIn: spec(['warning'], 'member', nothing),
  confirmPassword: spec(['main', 'settings'], 'member', z.strictObject({ password })),
  changePassword: spec(
    ['main'],
    'member',
    z.strictObject({ currentPassword: password, newPassword: password }),
  ),
  /** Within a session the password is asked for, and to set it up anew a code as well. */
  startTwoFactor: spec(
    ['main'],
    'enrolling',
    z.strictObject({ password: password.optional(), code: code.optional() }),
  ),
  confirmTwoFactor: spec(['main'], 'enrolling', z.strictObject({ code })),
  turnOffTwoFactor: spec(['main'], 'member', z.strictObject({ password, code })),
  renewRecoveryCodes: spec(['main'], 'member', z.strictObject({ password, code })),
  makeEmergencyKit: spec(['main'], 'administrator', nothing, true),
  /** Asks where to save what is on the screen, and saves it as a text file. */
  saveDocument: spec(
    ['main'],
    'enrolling',
    z.discriminatedUnion('document', [
      z.strictObject({ document: z.literal('recoveryCodes'), codes: z.array(code).min(1).max(20) }),
      z.strictObject({ document: z.literal('emergencyKit'), recoveryKey: code }),
    ]),
  ),
  acknowledgeNotice: spec(['main'], 'member', z.strictObject({ noticeId: z.int().min(1) })),
  openSettings: spec(['main'], 'administrator', nothing, true),
  savePolicy: spec(['settings'], 'administrator', z.strictObject({ policy: policySchema }), true),
  saveSignInRules: spec(
    ['settings'],
    'administrator',
    z.strictObject({ rules: signInRulesSchema }),
    true,
  ),
  checkSettingsFile: spec(['settings'], 'administrator', settingsFile),
  importSettingsFile: spec(['settings'], 'administrator', settingsFile, true),
  addMember: spec(
    ['settings'],
    'administrator',
    z.strictObject({ name, email, role, password }),
    true,
  ),
  setMemberActive: spec(
    ['settings'],
    'administrator',
    z.strictObject({ memberId, active: z.boolean() }),
    true,
  ),
  changeMemberRole: spec(['settings'], 'administrator', z.strictObject({ memberId, role }), true),
  signOutMember: spec(['settings'], 'administrator', z.strictObject({ memberId })),
  resetTwoFactor: spec(['settings'], 'administrator', z.strictObject({ memberId }), true),
  testActivity: spec(['settings'], 'administrator', nothing),
  /** Asks where to save what helps to find out what is wrong; it names nobody. */
  saveDiagnostics: spec(['settings'], 'administrator', nothing),
  inviteMember: spec(['settings'], 'administrator', z.strictObject({ memberId }), true),
} as const satisfies Readonly<Record<RequestName, RequestSpec>>;

function spec<Input extends z.ZodType, const Who extends Access>(
  windows: readonly WindowKind[],
  access: Who,
  input: Input,
  recentPassword = false,
): { windows: readonly WindowKind[]; access: Who; input: Input; recentPassword: boolean } {
  return { windows, access, input, recentPassword };
}

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
type CannotStart = 'keychainUnavailable' | 'stillWiping' | 'discarded' | 'storageFailed';
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
  saveDiagnostics: Answer<'diagnosticsFailed', { readonly saved: boolean }>;
  /** A code for the member's eyes alone, in groups of four, that sets a new password once. */
  inviteMember: Answer<
    CannotWrite | 'unknownMember',
    { readonly code: string; readonly validHours: number }
  >;
}

export type RequestInput<Name extends RequestName> = z.input<(typeof REQUESTS)[Name]['input']>;
export type ParsedInput<Name extends RequestName> = z.output<(typeof REQUESTS)[Name]['input']>;

/** What the preload bridge offers each window: one method for each request, and view pushes. */
export type Bridge = {
  readonly [Name in RequestName]: (input: RequestInput<Name>) => Promise<Answers[Name]>;
} & {
  /** Calls back with each new view; returns a function that stops it. */
  readonly onView: (listener: (pushed: PushedView) => void) => () => void;
};

/** A view with its number in the order of sending, which `viewShown` gives back. */
export interface PushedView {
  readonly sequence: number;
  readonly view: View;
}
