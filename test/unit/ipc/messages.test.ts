import { describe, expect, it } from 'vitest';
import { type MessageCode, noticeText, refusal } from '../../../src/main/ipc/messages.js';
import type { NoticeKind } from '../../../src/main/ports.js';

/** By type, so that a new code or notice must be listed here. */
const CODES: Readonly<Record<MessageCode, true>> = {
  keychainUnavailable: true,
  storageFailed: true,
  stillWiping: true,
  discarded: true,
  wrongCredentials: true,
  memberDisabled: true,
  weakPassword: true,
  alreadySetUp: true,
  wrongPassword: true,
  emailTaken: true,
  lastAdministrator: true,
  unknownMember: true,
};
const NOTICES: Readonly<Record<NoticeKind, RegExp>> = {
  timeoutWasNever: /Never.*7 days/,
  timeoutWasCapped: /7 days/,
  policyUnreadable: /could not be read/,
  passwordSetForYou: /My security/,
};
const SENTENCES = /^[A-Z].*[.]$/s;

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
    expect(noticeText(kind)).toMatch(SENTENCES);
    expect(noticeText(kind)).toMatch(about);
  },
);
