import { z } from 'zod';
import { AUDIT_PERIODS_DAYS, AUDIT_SUBJECTS, type AuditFilter } from '../workstation/audit-log.js';
import type { Answers } from './answers.js';
import type { RequestName } from './channels.js';
import { clinicAppRulesSchema, clinicAppSettingsSchema } from '../clinic-apps/clinic-app.js';
import { BAR_PANELS, SITE_COMMANDS } from '../clinic-apps/guard-bar.js';
import { LONGEST_NAME } from '../people/name.js';
import { nameSchema } from '../people/name-schema.js';
import { isEmail } from '../people/person.js';
import {
  ACTIVITY_SOURCES,
  LONGEST_TIMEOUT_SECONDS,
  type Policy,
  POLICY_VERSION,
  SHORTEST_TIMEOUT_SECONDS,
} from '../policy/policy.js';
import { ROLES } from '../people/role.js';
import { LONGEST_SETTINGS_FILE } from '../policy/settings-file.js';
import { WANTED_TABS } from './settings-tab.js';
import {
  LEAST_SHORTEST_PASSWORD,
  LONGEST_GRACE_DAYS,
  MOST_SHORTEST_PASSWORD,
  type SignInRules,
} from '../policy/sign-in-rules.js';
import type { View, WindowKind } from './views.js';

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
const name = nameSchema(LONGEST_NAME);
const email = z.string().trim().toLowerCase().refine(isEmail);
/** Bounds only; the rules for a new password give their reason in words (`password-rule.ts`). */
const password = z.string().min(1).max(1_024);
/** A code as people type it, with spaces and hyphens wherever they like. */
const code = z.string().trim().min(1).max(100);
/**
 * Who is signed in shows it again: the password and, where there is a second factor, a code of the
 * authenticator app or a recovery code.
 */
const proof = z.strictObject({
  password,
  code: code.optional(),
  recoveryCode: code.optional(),
});
/** At the act itself; `null` asks what has to be shown, and changes nothing. */
const proofAtTheAct = proof.nullable();
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
  lockComputer: z.boolean(),
  resumeAfterRestart: z.boolean(),
  hideFromCapture: z.boolean(),
  roleTimeoutSeconds: z.partialRecord(role, timeoutSeconds),
});

export const signInRulesSchema: z.ZodType<SignInRules> = z.strictObject({
  requireTwoFactor: z.boolean(),
  graceDays: z.int().min(0).max(LONGEST_GRACE_DAYS),
  shortestPassword: z.int().min(LEAST_SHORTEST_PASSWORD).max(MOST_SHORTEST_PASSWORD),
  strictPasswords: z.boolean(),
});

const auditFilter: z.ZodType<AuditFilter> = z.strictObject({
  subject: z.enum(AUDIT_SUBJECTS).nullable(),
  memberId: memberId.nullable(),
  days: z.literal(AUDIT_PERIODS_DAYS).nullable(),
});

const appId = z.uuid();
const downloadId = z.int().min(1);

const settingsFile = z.strictObject({ text: z.string().max(LONGEST_SETTINGS_FILE) });

export const REQUESTS = {
  readView: spec(['main', 'settings', 'warning', 'bar'], 'anyone', nothing),
  /** The window has painted the view with this number. */
  viewShown: spec(
    ['main', 'settings', 'warning', 'bar'],
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
  lockNow: spec(['main', 'settings', 'warning', 'bar'], 'member', nothing),
  signOut: spec(['main', 'warning'], 'member', nothing),
  switchUser: spec(['main'], 'member', nothing),
  staySignedIn: spec(['warning'], 'member', nothing),
  confirmPassword: spec(['main', 'settings'], 'member', z.strictObject({ password })),
  changePassword: spec(['main'], 'member', z.strictObject({ proof, newPassword: password })),
  /** Within a session a proof is asked for; within a sign-in it is `null`. */
  startTwoFactor: spec(['main'], 'enrolling', z.strictObject({ proof: proof.nullable() })),
  confirmTwoFactor: spec(['main'], 'enrolling', z.strictObject({ code })),
  turnOffTwoFactor: spec(['main'], 'member', z.strictObject({ proof })),
  renewRecoveryCodes: spec(['main'], 'member', z.strictObject({ proof })),
  makeEmergencyKit: spec(['main'], 'administrator', z.strictObject({ proof: proofAtTheAct })),
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
  openSettings: spec(['main'], 'administrator', z.strictObject({ tab: z.enum(WANTED_TABS) }), true),
  savePolicy: spec(['settings'], 'administrator', z.strictObject({ policy: policySchema }), true),
  saveSignInRules: spec(
    ['settings'],
    'administrator',
    z.strictObject({ rules: signInRulesSchema, proof: proofAtTheAct }),
    true,
  ),
  checkSettingsFile: spec(['settings'], 'administrator', settingsFile),
  importSettingsFile: spec(['settings'], 'administrator', settingsFile, true),
  addMember: spec(
    ['settings'],
    'administrator',
    z.strictObject({ name, email, role, password, proof: proofAtTheAct }),
  ),
  disableMember: spec(['settings'], 'administrator', z.strictObject({ memberId }), true),
  enableMember: spec(
    ['settings'],
    'administrator',
    z.strictObject({ memberId, proof: proofAtTheAct }),
  ),
  changeMemberRole: spec(
    ['settings'],
    'administrator',
    z.strictObject({ memberId, role, proof: proofAtTheAct }),
  ),
  signOutMember: spec(['settings'], 'administrator', z.strictObject({ memberId })),
  resetTwoFactor: spec(
    ['settings'],
    'administrator',
    z.strictObject({ memberId, proof: proofAtTheAct }),
  ),
  testActivity: spec(['settings'], 'administrator', nothing),
  readAuditLog: spec(
    ['settings'],
    'administrator',
    z.strictObject({ filter: auditFilter, beforeId: z.int().min(1).nullable() }),
  ),
  /** Asks where to save what matches. The file is outside the app, so the password is asked for. */
  exportAuditLog: spec(
    ['settings'],
    'administrator',
    z.strictObject({ filter: auditFilter }),
    true,
  ),
  /** Asks where to save what helps to find out what is wrong; it names nobody. */
  saveDiagnostics: spec(['settings'], 'administrator', nothing),
  /** Ends the session first: an update never takes the place of an app that somebody works with. */
  restartAndUpdate: spec(['settings'], 'administrator', nothing),
  inviteMember: spec(
    ['settings'],
    'administrator',
    z.strictObject({ memberId, proof: proofAtTheAct }),
  ),

  openClinicApp: spec(['main'], 'member', z.strictObject({ appId })),
  /** Opens again what this member had open when the last session ended. */
  reopenPlaces: spec(['main'], 'member', nothing),
  declinePlaces: spec(['main'], 'member', nothing),
  /** Without an id it is added. */
  saveClinicApp: spec(
    ['settings'],
    'administrator',
    z.strictObject({ appId: appId.nullable(), settings: clinicAppSettingsSchema }),
    true,
  ),
  removeClinicApp: spec(['settings'], 'administrator', z.strictObject({ appId }), true),
  moveClinicApp: spec(
    ['settings'],
    'administrator',
    z.strictObject({ appId, to: z.enum(['up', 'down']) }),
    true,
  ),
  /** Opens it in a guarded window of its own, which stays open, and says what it found. */
  testClinicApp: spec(
    ['settings'],
    'administrator',
    z.strictObject({ settings: clinicAppSettingsSchema }),
    true,
  ),
  saveClinicAppRules: spec(
    ['settings'],
    'administrator',
    z.strictObject({ rules: clinicAppRulesSchema }),
    true,
  ),

  /** What follows, the bar of a guarded window asks for the page below it. */
  commandSite: spec(['bar'], 'member', z.strictObject({ command: z.enum(SITE_COMMANDS) })),
  openBarPanel: spec(['bar'], 'member', z.strictObject({ panel: z.enum(BAR_PANELS) })),
  findInSite: spec(
    ['bar'],
    'member',
    z.strictObject({ text: z.string().max(200), forward: z.boolean(), again: z.boolean() }),
  ),
  answerBarQuestion: spec(['bar'], 'member', z.strictObject({ yes: z.boolean() })),
  dismissBarMessage: spec(['bar'], 'member', nothing),
  saveDownload: spec(['bar'], 'member', z.strictObject({ downloadId })),
  removeDownload: spec(['bar'], 'member', z.strictObject({ downloadId })),
  saveSiteSignIn: spec(
    ['bar'],
    'member',
    z.strictObject({ userName: z.string().trim().min(1).max(320), password }),
  ),
  forgetSiteSignIn: spec(['bar'], 'member', nothing),
  fillSiteSignIn: spec(['bar'], 'member', nothing),
  copyDraftField: spec(['bar'], 'member', z.strictObject({ index: z.int().min(0) })),
  discardDraft: spec(['bar'], 'member', nothing),
} as const satisfies Readonly<Record<RequestName, RequestSpec>>;

function spec<Input extends z.ZodType, const Who extends Access>(
  windows: readonly WindowKind[],
  access: Who,
  input: Input,
  recentPassword = false,
): { windows: readonly WindowKind[]; access: Who; input: Input; recentPassword: boolean } {
  return { windows, access, input, recentPassword };
}

export type ProofInput = z.input<typeof proof>;

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
