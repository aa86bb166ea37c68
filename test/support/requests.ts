import type { Page } from 'playwright/test';
import { EVERY_EVENT } from '../../src/shared/workstation/audit-log.js';
import { REQUEST_NAMES, type RequestName } from '../../src/shared/requests/channels.js';
import {
  DEFAULT_CLINIC_APP_RULES,
  NEW_CLINIC_APP,
} from '../../src/shared/clinic-apps/clinic-app.js';
import { DEFAULT_POLICY } from '../../src/shared/policy/policy.js';
import { REQUESTS, type RequestInput } from '../../src/shared/requests/requests.js';
import type { Role } from '../../src/shared/people/role.js';
import { DEFAULT_SIGN_IN_RULES } from '../../src/shared/policy/sign-in-rules.js';
import type { WindowKind } from '../../src/shared/requests/views.js';

const SOMEBODY = '6f0a7d0e-7c5b-4c0e-9a53-0d4a3f2b9c11';

const PROOF = { password: 'a long enough password', code: '123456' };

const PORTAL: RequestInput<'testClinicApp'>['settings'] = {
  name: 'Portal',
  address: 'https://portal.takeover.example/',
  allowedHosts: ['login.takeover.example'],
  signOutAddress: null,
  roles: ['administrator'],
  allows: { ...NEW_CLINIC_APP.allows },
};

/** A well-formed input for each request of the contract. A new request does not compile without one. */
export const VALID_INPUTS: { readonly [Name in RequestName]: RequestInput<Name> } = {
  readView: {},
  viewShown: { sequence: 0 },
  createClinic: {
    clinicName: 'Takeover Clinic',
    name: 'Mallory',
    email: 'mallory@takeover.example',
    password: 'a long enough password',
    timeoutSeconds: 604_800,
  },
  signIn: { email: 'mallory@takeover.example', password: 'a long enough password' },
  verifyCode: { code: '123456' },
  useRecoveryCode: { code: 'ABCD-EFGH-JKMN-PQRS' },
  cancelSignIn: {},
  finishEnrolment: {},
  redeemInvitation: {
    email: 'mallory@takeover.example',
    code: 'ABCD-EFGH-JKMN-PQRS-TVWX',
    newPassword: 'a long enough password',
  },
  useEmergencyKit: {
    email: 'mallory@takeover.example',
    recoveryKey: 'ABCD-EFGH-JKMN-PQRS-TVWX-YZ01-2345-6789',
    newPassword: 'a long enough password',
  },
  listRecentMembers: {},
  readRecentMemberEmail: { memberId: SOMEBODY },
  lockNow: {},
  signOut: {},
  switchUser: {},
  staySignedIn: {},
  confirmPassword: { password: 'a long enough password' },
  changePassword: {
    proof: PROOF,
    newPassword: 'another long password',
  },
  startTwoFactor: { proof: PROOF },
  confirmTwoFactor: { code: '123456' },
  turnOffTwoFactor: { proof: PROOF },
  renewRecoveryCodes: { proof: PROOF },
  makeEmergencyKit: { proof: PROOF },
  saveDocument: { document: 'recoveryCodes', codes: ['ABCD-EFGH-JKMN-PQRS'] },
  acknowledgeNotice: { noticeId: 1 },
  openSettings: { tab: 'members' },
  savePolicy: { policy: { ...DEFAULT_POLICY, sessionTimeoutSeconds: 604_800 } },
  saveSignInRules: {
    rules: { ...DEFAULT_SIGN_IN_RULES, requireTwoFactor: false },
    proof: PROOF,
  },
  checkSettingsFile: { text: '{"sessionTimeoutMinutes":5}' },
  importSettingsFile: { text: '{"sessionTimeoutMinutes":"never"}' },
  addMember: {
    name: 'Mallory',
    email: 'mallory@takeover.example',
    role: 'administrator',
    password: 'a long enough password',
    proof: PROOF,
  },
  disableMember: { memberId: SOMEBODY },
  enableMember: { memberId: SOMEBODY, proof: PROOF },
  changeMemberRole: { memberId: SOMEBODY, role: 'administrator', proof: PROOF },
  signOutMember: { memberId: SOMEBODY },
  resetTwoFactor: { memberId: SOMEBODY, proof: PROOF },
  inviteMember: { memberId: SOMEBODY, proof: PROOF },
  testActivity: {},
  openClinicApp: { appId: SOMEBODY },
  reopenPlaces: {},
  declinePlaces: {},
  saveClinicApp: { appId: null, settings: PORTAL },
  removeClinicApp: { appId: SOMEBODY },
  moveClinicApp: { appId: SOMEBODY, to: 'up' },
  testClinicApp: { settings: PORTAL },
  saveClinicAppRules: { rules: DEFAULT_CLINIC_APP_RULES },
  commandSite: { command: 'reload' },
  openBarPanel: { panel: 'find' },
  findInSite: { text: 'patient', forward: true, again: false },
  answerBarQuestion: { yes: false },
  dismissBarMessage: {},
  saveDownload: { downloadId: 1 },
  removeDownload: { downloadId: 1 },
  saveSiteSignIn: { userName: 'mallory', password: 'a long enough password' },
  forgetSiteSignIn: {},
  fillSiteSignIn: {},
  copyDraftField: { index: 0 },
  discardDraft: {},
  readAuditLog: { filter: EVERY_EVENT, beforeId: null },
  exportAuditLog: { filter: EVERY_EVENT },
  saveDiagnostics: {},
  restartAndUpdate: {},
};

export type Reason = 'sender' | 'role' | 'schema';

/** One call of a request, and why the gate must refuse it. */
export interface Attempt {
  readonly name: RequestName;
  readonly input: unknown;
  readonly reason: Reason;
}

const WRONG_VALUES: readonly unknown[] = [
  null,
  true,
  -1,
  1e300,
  '',
  'x'.repeat(70_000),
  [],
  ['administrator'],
  { $ne: null },
];

/** The few of them that are in order where they stand. */
const RIGHT_AFTER_ALL: ReadonlySet<string> = new Set([
  'text ""',
  'codes ["administrator"]',
  'appId null',
  'proof null',
  'beforeId null',
  'forward true',
  'again true',
  'yes true',
]);

/** Policies that no window may save: outside the limits, of another version, with unknown parts. */
const WRONG_POLICIES: readonly unknown[] = [
  { sessionTimeoutSeconds: 59 },
  { sessionTimeoutSeconds: 604_801 },
  { sessionTimeoutSeconds: 90.5 },
  { sessionTimeoutSeconds: 'never' },
  { longestSessionSeconds: 0 },
  { version: 1 },
  { activitySource: 'never' },
  { lockOnSleep: 'yes' },
  { roleTimeoutSeconds: { administrator: 0 } },
  { roleTimeoutSeconds: { cleaner: 60 } },
  { surprise: true },
].map((change) => ({ policy: { ...DEFAULT_POLICY, ...change } }));

/** Inputs of the wrong form for a request, made from its right one without asking its schema. */
function malformedInputs(name: RequestName): readonly unknown[] {
  const valid: object = VALID_INPUTS[name];
  const withWrongFields = Object.keys(valid).flatMap((field) => [
    ...WRONG_VALUES.filter(
      (value) => !RIGHT_AFTER_ALL.has(`${field} ${JSON.stringify(value)}`),
    ).map((value) => ({ ...valid, [field]: value })),
    Object.fromEntries(Object.entries(valid).filter(([other]) => other !== field)),
  ]);
  return [
    ...[undefined, null, 'text', 7, true, [], [valid]],
    { ...valid, surprise: 1 },
    ...withWrongFields,
    ...(name === 'savePolicy' ? WRONG_POLICIES : []),
  ];
}

/** Everything that the gate must refuse to one of the app's own windows, given who is signed in. */
export function forbiddenAttempts(kind: WindowKind, signedIn: Role | null): readonly Attempt[] {
  return REQUEST_NAMES.flatMap((name): readonly Attempt[] => {
    const { windows, access } = REQUESTS[name];
    const valid = { name, input: VALID_INPUTS[name] };
    if (!windows.includes(kind)) return [{ ...valid, reason: 'sender' }];
    // No sign-in is half finished while these are tried.
    const lacksRole =
      access === 'signingIn' ||
      (access !== 'anyone' && signedIn === null) ||
      (access === 'administrator' && signedIn !== 'administrator');
    if (lacksRole) return [{ ...valid, reason: 'role' }];
    return malformedInputs(name).map((input) => ({ name, input, reason: 'schema' }));
  });
}

/** In one second. More would be refused as a flood (`ipc/flood-gate.ts`), before anything else is seen. */
const MOST_AT_ONCE = 150;

/** Sends them all through a window's own bridge. @returns those that were not refused as they must be */
export async function notRefused(
  page: Page,
  attempts: readonly Attempt[],
): Promise<readonly string[]> {
  const outcomes = await page.evaluate(
    async ({ calls, mostAtOnce }) => {
      const bridge = window.clinic as unknown as Record<
        string,
        (input: unknown) => Promise<unknown>
      >;
      const answers: string[] = [];
      for (let done = 0; done < calls.length; done += mostAtOnce) {
        if (done > 0) await new Promise((resolve) => setTimeout(resolve, 1_000));
        const some = calls.slice(done, done + mostAtOnce).map(({ name, input }) =>
          (bridge[name] ?? (() => Promise.resolve('no such method')))(input).then(
            (answer) => `answered ${JSON.stringify(answer)}`,
            (error: unknown) => String(error),
          ),
        );
        answers.push(...(await Promise.all(some)));
      }
      return answers;
    },
    { calls: attempts, mostAtOnce: MOST_AT_ONCE },
  );
  return attempts.flatMap(({ name, input, reason }, index) => {
    const outcome = outcomes[index] ?? 'nothing';
    if (outcome.includes(`"${name}" was refused (${reason}).`)) return [];
    return [`${name}(${inWords(input)}): ${outcome}`];
  });
}

function inWords(input: unknown): string {
  return input === undefined ? 'undefined' : JSON.stringify(input).slice(0, 200);
}
