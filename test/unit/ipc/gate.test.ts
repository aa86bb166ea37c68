import { describe, expect, it } from 'vitest';
import {
  REQUEST_NAMES,
  type RequestName,
  REQUESTS,
} from '../../../src/shared/requests/requests.js';
import { WINDOW_KINDS, type WindowKind } from '../../../src/shared/requests/views.js';
import { decide, type Gatekeeper, type Sender } from '../../../src/main/ipc/gate.js';
import type { Member } from '../../../src/main/ports/index.js';
import { memberNamed } from '../../support/fakes/builders.js';
import { VALID_INPUTS } from '../../support/requests.js';

/** The sign-in state that has this access. */
function admitted(name: RequestName): Gatekeeper {
  return REQUESTS[name].access === 'signingIn' ? world(null, false, 'code') : world();
}

/**
 * `null` is valid for these: an app without an id is a new one, without an entry the log begins with the
 * newest, an act without a proof is not done, and without an owner the SQL file was run.
 */
const NULLABLE: ReadonlySet<string> = new Set([
  'saveClinicApp.appId',
  'readAuditLog.before',
  'signOutFromAfar.reason',
  'chooseLanguage.language',
  ...[
    'startTwoFactor',
    'makeEmergencyKit',
    'saveSignInRules',
    'addMember',
    'enableMember',
    'changeMemberRole',
    'resetTwoFactor',
    'inviteMember',
    'rotateKeys',
    'exportAuditLog',
    'keepAuditLog',
    'removeOldAuditEvents',
    'joinAnotherClinic',
    'shareAccount',
    'inviteWorkstations',
    'removeWorkstation',
    'moveServer',
    'leaveClinic',
  ].map((name) => `${name}.proof`),
  'shareAccount.owner',
  'moveServer.owner',
]);

const administrator = memberNamed('Dana', 'administrator');
/** The gate only passes this value on. */
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
      expect(why(name, VALID_INPUTS[name], sender(kind), admitted(name))).toBe('allowed');
  });

  it('is refused for every other sender', () => {
    for (const kind of WINDOW_KINDS)
      if (!spec.windows.includes(kind))
        expect(why(name, VALID_INPUTS[name], sender(kind), world())).toBe('sender');
    for (const stranger of [
      sender(own, { url: 'https://evil.example' }),
      sender(own, { url: null }),
      sender(own, { isMainFrame: false }),
    ])
      expect(why(name, VALID_INPUTS[name], stranger, world())).toBe('sender');
  });

  it('is refused when its input is malformed', () => {
    const malformed: unknown[] = [
      null,
      undefined,
      'text',
      7,
      [],
      { ...VALID_INPUTS[name], surplus: true },
      ...Object.keys(VALID_INPUTS[name]).flatMap((field) => [
        { ...VALID_INPUTS[name], [field]: undefined },
        ...(NULLABLE.has(`${name}.${field}`) ? [] : [{ ...VALID_INPUTS[name], [field]: null }]),
        { ...VALID_INPUTS[name], [field]: { $gt: '' } },
        { ...VALID_INPUTS[name], [field]: 'x'.repeat(100_000) },
      ]),
    ];
    for (const input of malformed)
      expect(why(name, input, sender(own), admitted(name))).toBe('schema');
  });

  if (spec.access === 'signingIn')
    it('is refused in a session, where no step of a sign-in is missing', () => {
      expect(why(name, VALID_INPUTS[name], sender(own), world(administrator, true, 'code'))).toBe(
        'role',
      );
    });

  if (spec.access === 'enrolling')
    it('is allowed only within the step of a sign-in that needs it', () => {
      expect(why(name, VALID_INPUTS[name], sender(own), world(null, false, 'enrolment'))).toBe(
        'allowed',
      );
      for (const stage of ['code', 'acceptance'] as const)
        expect(why(name, VALID_INPUTS[name], sender(own), world(null, false, stage))).toBe('role');
    });

  if (spec.access !== 'anyone')
    it('is refused while nobody is signed in, before its input is checked', () => {
      expect(why(name, null, sender(own), world(null))).toBe('role');
    });

  if (spec.access === 'administrator')
    it.each(['practitioner', 'receptionist', 'bookkeeper'] as const)(
      'is refused for a %s',
      (role) => {
        expect(why(name, VALID_INPUTS[name], sender(own), world(memberNamed('Sam', role)))).toBe(
          'role',
        );
      },
    );

  if (spec.recentPassword)
    it('asks for the password when it was not entered recently', () => {
      expect(why(name, VALID_INPUTS[name], sender(own), world(administrator, false))).toBe(
        'passwordRequired',
      );
    });
});

it('everything that changes the clinic’s settings or members is for administrators alone', () => {
  const forAdministrators = REQUEST_NAMES.filter(
    (name) => REQUESTS[name].access === 'administrator',
  );
  expect([...forAdministrators].sort()).toEqual([
    'addMember',
    'changeMemberRole',
    'checkSettingsFile',
    'countGuideReaders',
    'countTwoFactor',
    'decideAgain',
    'disableMember',
    'enableMember',
    'exportAuditLog',
    'foresee',
    'importSettingsFile',
    'inviteMember',
    'inviteWorkstations',
    'joinAnotherClinic',
    'keepAuditLog',
    'leaveClinic',
    'listMembers',
    'makeEmergencyKit',
    'moveClinicApp',
    'moveServer',
    'openMySecurity',
    'openSettings',
    'putAwayLostDecision',
    'readAuditCheck',
    'readAuditKeeping',
    'readAuditLog',
    'readAuditPictures',
    'readCheckUp',
    'readLostDecisions',
    'readPresence',
    'removeClinicApp',
    'removeMemberBadge',
    'removeOldAuditEvents',
    'removeWorkstation',
    'renameWorkstation',
    'resetTwoFactor',
    'restartAndUpdate',
    'rotateKeys',
    'saveClinicApp',
    'saveClinicAppRules',
    'saveDiagnostics',
    'savePolicy',
    'saveServerScript',
    'saveSignInRules',
    'shareAccount',
    'signOutFromAfar',
    'signOutMember',
    'testActivity',
    'testClinicApp',
    'verifyAuditLog',
    'withdrawWorkstation',
  ]);
});
