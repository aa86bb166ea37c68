import { describe, expect, it } from 'vitest';
import {
  explain,
  type MessageCode,
  noticeText,
  refusal,
  writeRefusal,
} from '../../../src/main/ipc/messages.js';
import { ServerAwayError } from '../../../src/main/ports/clinic-server.js';
import type { NoticeKind } from '../../../src/main/ports/index.js';

/** Typed, so that a new code or notice must be listed here. */
const CODES: Readonly<Record<MessageCode, true>> = {
  keychainUnavailable: true,
  keychainMissing: true,
  keychainLocked: true,
  keychainWithoutWallet: true,
  keychainCancelled: true,
  stillWiping: true,
  discarded: true,
  wrongCredentials: true,
  wrongOrUnknownHere: true,
  shutToMembers: true,
  serverAway: true,
  serverUnsure: true,
  memberDisabled: true,
  alreadySetUp: true,
  wrongPassword: true,
  badgeGone: true,
  weakPin: true,
  badgeTaken: true,
  setUpExpired: true,
  quickSignInOff: true,
  notForAdministrators: true,
  proofRequired: true,
  lockedMeanwhile: true,
  ownReset: true,
  ownInvitation: true,
  noAccessToInvite: true,
  emailTaken: true,
  lastAdministrator: true,
  unknownMember: true,
  recordTampered: true,
  accountInQuestion: true,
  accountLost: true,
  wrongCode: true,
  usedCode: true,
  wrongRecoveryCode: true,
  signInExpired: true,
  wrongInvitation: true,
  wrongEmergencyKit: true,
  twoFactorRequired: true,
  fileFailed: true,
  unknownApp: true,
  tooManyApps: true,
  signOutOutside: true,
  noSignInSaved: true,
  otherSite: true,
  noFields: true,
  notTaken: true,
  diagnosticsFailed: true,
  auditLogFailed: true,
  auditLogDamaged: true,
  noUpdateReady: true,
};
const NOTICES: Readonly<Record<NoticeKind, RegExp>> = {
  timeoutWasNever: /Never.*7 days/,
  timeoutWasCapped: /7 days/,
  policyUnreadable: /could not be read/,
  passwordSetForYou: /My security/,
  failedSignIns: /^2 tries to sign in as you failed/,
  recoveryCodeUsed: /2 are left/,
  emergencyKitUsed: /Make a new kit/,
  invitationUsed: /invitation code was used.*disable that member/,
  accountAccepted: /went on with this account.*audit log/,
  recordTampered: /stricter rule/,
};
const SENTENCES = /^[A-Z\d].*[.]$/s;

describe('what a person reads when something was refused', () => {
  const codes = Object.keys(CODES) as MessageCode[];

  it.each(codes)('%s: whole sentences, with the code to act on', (code) => {
    const { ok, code: given, message } = refusal(code);
    expect([ok, given]).toEqual([false, code]);
    expect(message).toMatch(SENTENCES);
    expect(message).not.toMatch(/Argon2|HMAC|SQL|undefined|null/);
  });

  it('is different for each code', () => {
    expect(new Set(codes.map((code) => refusal(code).message)).size).toBe(codes.length);
  });

  it('does not tell which of email and password was wrong', () => {
    expect(refusal('wrongCredentials').message).toMatch(/email and password/);
  });
});

it.each(Object.entries(NOTICES) as [NoticeKind, RegExp][])(
  'the notice %s says what happened',
  (kind, about) => {
    expect(noticeText({ kind, amount: 2 })).toMatch(SENTENCES);
    expect(noticeText({ kind, amount: 2 })).toMatch(about);
  },
);

it('a message that counts uses the singular for one', () => {
  expect(noticeText({ kind: 'failedSignIns', amount: 1 })).toMatch(/^One try to sign in/);
  expect(noticeText({ kind: 'recoveryCodeUsed', amount: 1 })).toMatch(/one is left/);
});

describe('a decision that was not written', () => {
  it('says that the server is away, and that nothing was changed', () => {
    expect(writeRefusal(new ServerAwayError('silent'))).toEqual(refusal('serverAway'));
  });

  it('does not say that nothing was changed when the answer was lost', () => {
    const lost = Object.assign(new Error('lost'), { name: 'ServerUnsureError' });
    expect(writeRefusal(lost)).toEqual(refusal('serverUnsure'));
    expect(refusal('serverUnsure').message).not.toMatch(/nothing was changed/);
  });

  it('says what the database has otherwise', () => {
    expect(writeRefusal(new Error('the disk is full')).code).toBe('storageFailed');
    expect(writeRefusal('no error at all').code).toBe('storageFailed');
  });
});

describe('the refusal of a service', () => {
  it('says how long to wait, in words and in seconds', () => {
    const refused = { ok: false, code: 'throttled', retryAfterSeconds: 900 } as const;
    expect(explain(refused)).toEqual({
      ...refused,
      message: 'There were too many wrong tries. You can try again in 15 minutes.',
    });
  });

  it('gives the reason why a password is refused in the words of the rule', () => {
    const problem = 'Use at least 12 characters.';
    expect(explain({ ok: false, code: 'weakPassword', problem } as const)).toEqual({
      ok: false,
      code: 'weakPassword',
      message: problem,
    });
  });

  it('is the message of its code otherwise', () => {
    expect(explain({ ok: false, code: 'usedCode' } as const)).toEqual(refusal('usedCode'));
  });
});
