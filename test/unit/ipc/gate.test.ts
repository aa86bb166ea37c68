import { describe, expect, it } from 'vitest';
import { REQUEST_NAMES, type RequestName } from '../../../src/contract/channels.js';
import { DEFAULT_CLINIC_APP_RULES, NEW_CLINIC_APP } from '../../../src/contract/clinic-app.js';
import { DEFAULT_POLICY } from '../../../src/contract/policy.js';
import { type RequestInput, REQUESTS } from '../../../src/contract/requests.js';
import { DEFAULT_SIGN_IN_RULES } from '../../../src/contract/sign-in-rules.js';
import { WINDOW_KINDS, type WindowKind } from '../../../src/contract/views.js';
import { decide, type Gatekeeper, type Sender } from '../../../src/main/ipc/gate.js';
import type { Member } from '../../../src/main/ports.js';
import { memberNamed } from '../../support/fakes/builders.js';

const id = '7d9f6f2e-52f9-4a5e-9d43-0f4d4f4f1c11';
const password = 'quiet-harbour-lamp-42';

const PORTAL: RequestInput<'testClinicApp'>['settings'] = {
  name: 'Portal',
  address: 'https://portal.takeover.example/',
  allowedHosts: ['login.takeover.example'],
  signOutAddress: null,
  roles: ['administrator'],
  allows: { ...NEW_CLINIC_APP.allows },
};

/** Who is signed in, or half signed in, when this access is given. */
function admitted(name: RequestName): Gatekeeper {
  return REQUESTS[name].access === 'signingIn' ? world(null, false, 'code') : world();
}

/** A well-formed input for each request; a new one asks for its own. */
const INPUTS: { readonly [Name in RequestName]: RequestInput<Name> } = {
  readView: {},
  viewShown: { sequence: 1 },
  createClinic: {
    clinicName: 'Harbour',
    name: 'Dana',
    email: 'dana@harbour.example',
    password,
    timeoutSeconds: 900,
  },
  signIn: { email: 'dana@harbour.example', password },
  verifyCode: { code: '123456' },
  useRecoveryCode: { code: 'ABCD-EFGH-JKMN-PQRS' },
  cancelSignIn: {},
  finishEnrolment: {},
  redeemInvitation: { email: 'dana@harbour.example', code: 'ABCD', newPassword: password },
  useEmergencyKit: { email: 'dana@harbour.example', recoveryKey: 'ABCD', newPassword: password },
  listRecentMembers: {},
  readRecentMemberEmail: { memberId: id },
  lockNow: {},
  signOut: {},
  switchUser: {},
  staySignedIn: {},
  confirmPassword: { password },
  changePassword: { currentPassword: password, newPassword: password },
  startTwoFactor: {},
  confirmTwoFactor: { code: '123456' },
  turnOffTwoFactor: { password, code: '123456' },
  renewRecoveryCodes: { password, code: '123456' },
  makeEmergencyKit: {},
  saveDocument: { document: 'emergencyKit', recoveryKey: 'ABCD' },
  acknowledgeNotice: { noticeId: 1 },
  openSettings: {},
  savePolicy: { policy: DEFAULT_POLICY },
  saveSignInRules: { rules: DEFAULT_SIGN_IN_RULES },
  checkSettingsFile: { text: '{}' },
  importSettingsFile: { text: '{}' },
  addMember: { name: 'Sam', email: 'sam@harbour.example', role: 'receptionist', password },
  setMemberActive: { memberId: id, active: false },
  changeMemberRole: { memberId: id, role: 'bookkeeper' },
  signOutMember: { memberId: id },
  resetTwoFactor: { memberId: id },
  inviteMember: { memberId: id },
  testActivity: {},
  openClinicApp: { appId: id },
  reopenPlaces: {},
  declinePlaces: {},
  saveClinicApp: { appId: null, settings: PORTAL },
  removeClinicApp: { appId: id },
  moveClinicApp: { appId: id, to: 'up' },
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
};

const administrator = memberNamed('Dana', 'administrator');
/** The gate only passes it on. */
const contents = null as unknown as Sender['contents'];

function sender(kind: WindowKind, changes: Partial<Sender> = {}): Sender {
  return { contents, url: kind, isMainFrame: true, ...changes };
}

function world(
  member: Member | null = administrator,
  recent = true,
  stage: ReturnType<Gatekeeper['signingIn']> = null,
): Gatekeeper {
  return {
    kindOf: (_contents, url) => WINDOW_KINDS.find((kind) => kind === url) ?? null,
    signedIn: () => member,
    signingIn: () => stage,
    hasRecentPassword: () => recent,
  };
}

function why(name: RequestName, input: unknown, from: Sender, gatekeeper: Gatekeeper): string {
  const decision = decide(name, input, from, gatekeeper);
  return decision.allowed ? 'allowed' : decision.why;
}

describe.each(REQUEST_NAMES)('%s', (name) => {
  const spec = REQUESTS[name];
  const own = spec.windows[0] ?? 'main';

  it('is answered for its own windows', () => {
    for (const kind of spec.windows)
      expect(why(name, INPUTS[name], sender(kind), admitted(name))).toBe('allowed');
  });

  it('is refused for every other sender', () => {
    for (const kind of WINDOW_KINDS)
      if (!spec.windows.includes(kind))
        expect(why(name, INPUTS[name], sender(kind), world())).toBe('sender');
    for (const stranger of [
      sender(own, { url: 'https://evil.example' }),
      sender(own, { url: null }),
      sender(own, { isMainFrame: false }),
    ])
      expect(why(name, INPUTS[name], stranger, world())).toBe('sender');
  });

  it('is refused when its input is malformed', () => {
    const malformed: unknown[] = [
      null,
      undefined,
      'text',
      7,
      [],
      { ...INPUTS[name], surplus: true },
      ...Object.keys(INPUTS[name]).flatMap((field) => [
        { ...INPUTS[name], [field]: undefined },
        // An app without an id is a new one.
        ...(field === 'appId' && name === 'saveClinicApp'
          ? []
          : [{ ...INPUTS[name], [field]: null }]),
        { ...INPUTS[name], [field]: { $gt: '' } },
        { ...INPUTS[name], [field]: 'x'.repeat(100_000) },
      ]),
    ];
    for (const input of malformed)
      expect(why(name, input, sender(own), admitted(name))).toBe('schema');
  });

  if (spec.access === 'signingIn')
    it('is refused in a session, where no step of a sign-in is missing', () => {
      expect(why(name, INPUTS[name], sender(own), world(administrator, true, 'code'))).toBe('role');
    });

  if (spec.access === 'enrolling')
    it('is allowed within a sign-in that asks for it, and at no other step', () => {
      expect(why(name, INPUTS[name], sender(own), world(null, false, 'enrolment'))).toBe('allowed');
      expect(why(name, INPUTS[name], sender(own), world(null, false, 'code'))).toBe('role');
    });

  if (spec.access !== 'anyone')
    it('is refused while nobody is signed in, before its input is even looked at', () => {
      expect(why(name, null, sender(own), world(null))).toBe('role');
    });

  if (spec.access === 'administrator')
    it.each(['practitioner', 'receptionist', 'bookkeeper'] as const)(
      'is refused for a %s',
      (role) => {
        expect(why(name, INPUTS[name], sender(own), world(memberNamed('Sam', role)))).toBe('role');
      },
    );

  if (spec.recentPassword)
    it('asks for the password when it was not entered lately', () => {
      expect(why(name, INPUTS[name], sender(own), world(administrator, false))).toBe(
        'passwordRequired',
      );
    });
});

it('everything that changes the clinic’s settings or members is for administrators alone', () => {
  const forAdministrators = REQUEST_NAMES.filter(
    (name) => REQUESTS[name].access === 'administrator',
  );
  expect(forAdministrators).toEqual([
    'makeEmergencyKit',
    'openSettings',
    'savePolicy',
    'saveSignInRules',
    'checkSettingsFile',
    'importSettingsFile',
    'addMember',
    'setMemberActive',
    'changeMemberRole',
    'signOutMember',
    'resetTwoFactor',
    'inviteMember',
    'testActivity',
    'saveClinicApp',
    'removeClinicApp',
    'moveClinicApp',
    'testClinicApp',
    'saveClinicAppRules',
  ]);
});
