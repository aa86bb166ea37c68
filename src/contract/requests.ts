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
import type { View, WindowKind } from './views.js';

/*
 * The contract between windows and main. Each request says which windows may ask it, who must be
 * signed in, and what its input looks like; `main/ipc/gate.ts` enforces all three before a handler
 * runs. Inputs are strict: a field that is not named here is refused.
 */

/** Who may ask: anyone at the screen, a signed-in member, or a signed-in administrator. */
export type Access = 'anyone' | 'member' | 'administrator';

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
  acknowledgeNotice: spec(['main'], 'member', z.strictObject({ noticeId: z.int().min(1) })),
  openSettings: spec(['main'], 'administrator', nothing, true),
  savePolicy: spec(['settings'], 'administrator', z.strictObject({ policy: policySchema }), true),
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
type Answer<Code extends string, Fields = unknown> = Done<Fields> | Refusal<Code>;

/** The session's credential could not be kept, or something locked this workstation meanwhile. */
type CannotStart = 'keychainUnavailable' | 'stillWiping' | 'discarded' | 'storageFailed';
/** What any request that changes something may answer. */
type CannotWrite = 'passwordRequired' | 'storageFailed';

export interface RecentMember {
  readonly id: string;
  readonly name: string;
}

/** What each request answers. */
export interface Answers {
  readView: { readonly sequence: number; readonly view: View };
  viewShown: Done;
  createClinic: Answer<CannotStart | 'weakPassword' | 'alreadySetUp'>;
  signIn: Answer<CannotStart | 'wrongCredentials' | 'memberDisabled'>;
  listRecentMembers: { readonly members: readonly RecentMember[] };
  readRecentMemberEmail: { readonly email: string | null };
  lockNow: Done;
  signOut: Done;
  switchUser: Done;
  staySignedIn: Done;
  confirmPassword: Answer<'wrongPassword'>;
  changePassword: Answer<'wrongPassword' | 'weakPassword' | 'storageFailed'>;
  acknowledgeNotice: Done;
  openSettings: Answer<'passwordRequired'>;
  savePolicy: Answer<CannotWrite>;
  checkSettingsFile: Answer<
    'invalid',
    { readonly policy: Policy; readonly changes: readonly PolicyChange[] }
  >;
  importSettingsFile: Answer<CannotWrite | 'invalid'>;
  addMember: Answer<CannotWrite | 'emailTaken' | 'weakPassword'>;
  setMemberActive: Answer<CannotWrite | 'lastAdministrator' | 'unknownMember'>;
  changeMemberRole: Answer<CannotWrite | 'lastAdministrator' | 'unknownMember'>;
  signOutMember: Done;
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
