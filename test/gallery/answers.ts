import { explain, refusal, storageRefusal } from '../../src/main/ipc/messages.js';
import { DEFAULT_POLICY } from '../../src/shared/policy/policy.js';
import { DEFAULT_SIGN_IN_RULES } from '../../src/shared/policy/sign-in-rules.js';
import type { Bridge } from '../../src/shared/requests/requests.js';
import { AUDIT_ENTRIES } from './samples/audit-entries.js';
import { COMPLETE } from './samples/audit-verdicts.js';
import { SOME_TO_DO } from './samples/check-up-facts.js';
import { MEMBERS } from './samples/people.js';
import { PRESENCE } from './samples/presence.js';

/** What main answers to every request. A new request does not compile before it has an answer here. */
export type Answers = Omit<Bridge, 'onView' | 'readView'>;

/** Answers the same, whatever is asked. */
export function always<Answer>(answer: Answer): () => Promise<Answer> {
  return () => Promise.resolve(answer);
}

/** Never answers: what asked shows that it is busy. */
export function never(): Promise<never> {
  return new Promise(() => undefined);
}

/** Asks for the password and, where there is a second factor, for a code. */
export function proofAsked(withCode: boolean) {
  return always({ ...refusal('proofRequired'), withCode });
}

/** Asks for the password, which was not entered for a while. */
export const passwordAsked = always({
  ok: false,
  code: 'passwordRequired',
  message: 'Enter your password.',
} as const);

export const storageFull = always(storageRefusal({ code: 'ENOSPC' }));
export const wrongCredentials = always(refusal('wrongCredentials'));
/** Long enough to be seen in all pictures. */
export const throttled = always(
  explain({ ok: false, code: 'throttled', retryAfterSeconds: 900 } as const),
);

const done = always({ ok: true } as const);
const saved = always({ ok: true, saved: true } as const);

const RECOVERY_CODES = [
  ...['4KQ7-M2XD', '9TRW-3HVB', 'C6YN-8PJE', 'F2ZD-5KSM', 'H7QX-4WTA'],
  ...['J3VB-9NRC', 'M8EP-2YHF', 'P5SK-7DZG', 'R4TA-6XQJ', 'W9NC-3BVL'],
];

const ENROLMENT_CODES = [
  '4KQ7-M2XD-9TRW-3HVB-C6YN-8PJE-F2ZD',
  'H7QX-4WTA-J3VB-9NRC-M8EP-2YHF-P5SK',
  'R4TA-6XQJ-W9NC-3BVL-7DZG-5KSM-2GQE',
];

/** A page of the members whose name or email has what was searched for, as main gives it. */
export const membersOf =
  (members: typeof MEMBERS, perPage = 50): Answers['listMembers'] =>
  ({ search, offset }) => {
    const words = search.toLowerCase();
    const found = members.filter(({ name, email }) =>
      `${name} ${email}`.toLowerCase().includes(words),
    );
    const page = { members: found.slice(offset, offset + perPage), found: found.length };
    return Promise.resolve({ ok: true, page });
  };

export const ANSWERS: Answers = {
  viewShown: done,
  lockNow: done,
  signOut: done,
  switchUser: done,
  staySignedIn: done,
  acknowledgeNotice: done,
  openSettings: done,

  createClinic: done,
  signIn: done,
  verifyCode: done,
  useRecoveryCode: done,
  cancelSignIn: done,
  finishEnrolment: done,
  acceptAccount: done,
  redeemInvitation: done,
  useEmergencyKit: done,
  listRecentMembers: always({ members: MEMBERS.slice(0, 6) }),
  readRecentMemberEmail: ({ memberId }) =>
    Promise.resolve({ email: MEMBERS.find(({ id }) => id === memberId)?.email ?? null }),

  enterPin: done,
  leaveBadge: done,
  startBadge: done,
  finishBadge: done,
  cancelBadge: done,
  removeBadge: done,
  removeMemberBadge: done,

  confirmPassword: done,
  changePassword: done,
  startTwoFactor: always({
    ok: true,
    secret: 'JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP',
    uri: 'otpauth://totp/Harbour%20Street%20Clinic:dana%40harbour.example?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Harbour%20Street%20Clinic',
  }),
  confirmTwoFactor: always({ ok: true, recoveryCodes: RECOVERY_CODES }),
  turnOffTwoFactor: done,
  renewRecoveryCodes: always({ ok: true, recoveryCodes: RECOVERY_CODES }),
  makeEmergencyKit: always({ ok: true, recoveryKey: 'H7QX 4WTA J3VB 9NRC M8EP 2YHF P5SK 7DZG' }),
  chooseLanguage: done,
  markGuideRead: done,
  saveDocument: saved,

  savePolicy: always({ ok: true, inForce: DEFAULT_POLICY }),
  saveSignInRules: always({ ok: true, inForce: DEFAULT_SIGN_IN_RULES }),
  foresee: always({
    ok: true,
    foresight: { span: 'week', sessions: 61, ending: 9, unknown: 0, warned: 4, few: false },
  }),
  checkSettingsFile: always({
    ok: true,
    policy: { ...DEFAULT_POLICY, sessionTimeoutSeconds: 604_800, lockOnSleep: false },
    changes: ['neverReplaced'],
  }),
  importSettingsFile: done,

  listMembers: membersOf(MEMBERS),
  countGuideReaders: always({ ok: true, counts: { active: 9, read: 7 } }),
  countTwoFactor: always({ ok: true, counts: { active: 5, missing: 2 } }),
  addMember: done,
  disableMember: done,
  enableMember: done,
  changeMemberRole: done,
  signOutMember: done,
  resetTwoFactor: done,
  inviteMember: always({ ok: true, code: 'C6YN-8PJE-F2ZD', validHours: 24 }),
  rotateKeys: done,

  joinClinic: done,
  stopClinicWork: done,
  forgetRemoval: done,
  joinAnotherClinic: done,
  shareAccount: done,
  saveServerScript: saved,
  inviteWorkstations: ({ names }) =>
    Promise.resolve({
      ok: true,
      codes: names.map((name, at) => ({ name, code: ENROLMENT_CODES[at % 3] ?? '' })),
    }),
  withdrawWorkstation: done,
  renameWorkstation: done,
  removeWorkstation: done,
  moveServer: done,
  leaveClinic: done,
  readPresence: always({ ok: true, presence: PRESENCE }),
  signOutFromAfar: done,
  signOutElsewhere: done,
  readLostDecisions: always({ ok: true, lost: [] }),
  decideAgain: done,
  putAwayLostDecision: done,

  readAuditLog: ({ before }) =>
    Promise.resolve({
      ok: true,
      page: {
        ...{ entries: before === null ? AUDIT_ENTRIES : [], more: before === null },
        source: 'single',
      },
    }),
  readAuditPictures: always({ ok: true, pictures: null }),
  exportAuditLog: saved,
  verifyAuditLog: always({ ok: true, verdict: COMPLETE }),
  readAuditCheck: always({ ok: true, progress: null }),
  readAuditKeeping: always({ ok: true, keeping: { years: 6, older: 0 } }),
  keepAuditLog: done,
  removeOldAuditEvents: always({ ok: true, removed: 1_204 }),

  testActivity: always({ ok: true, result: 'works' }),
  saveDiagnostics: saved,
  restartAndUpdate: done,

  readCheckUp: always({ ok: true, facts: SOME_TO_DO }),
  openMySecurity: done,
  readHelpAddress: always({ ok: true, address: 'help@harbour.example' }),

  openClinicApp: done,
  reopenPlaces: done,
  declinePlaces: done,
  saveClinicApp: done,
  removeClinicApp: done,
  moveClinicApp: done,
  testClinicApp: always({
    ok: true,
    finding: {
      outcome: 'opened',
      host: 'records.harbour.example',
      title: 'Harbour Records',
      detail: '',
      refusedHosts: ['login.harbour.example', 'pictures.harbour.example'],
      tookMs: 1_240,
    },
  }),
  saveClinicAppRules: done,

  commandSite: done,
  openBarPanel: done,
  findInSite: done,
  answerBarQuestion: done,
  dismissBarMessage: done,
  saveDownload: saved,
  removeDownload: done,
  saveSiteSignIn: done,
  forgetSiteSignIn: done,
  fillSiteSignIn: done,
  copyDraftField: done,
  discardDraft: done,
};
