import { describe, expect, it } from 'vitest';
import type { JoinCode, OfficeCode, ShareCode } from '../../../src/shared/requests/clinic.js';
import {
  awayInWords,
  joinRefusal,
  officeRefusal,
  shareRefusal,
} from '../../../src/main/ipc/clinic-messages.js';
import type { AwayReason } from '../../../src/main/ports/clinic-server.js';

/** Typed, so that a new reason must be listed here. */
const AWAY: Readonly<Record<AwayReason, true>> = {
  ...{ unreachable: true, untrusted: true, refused: true, standby: true },
  ...{ foreign: true, silent: true, full: true, broken: true },
};
const SHARE: Readonly<Record<Exclude<ShareCode, AwayReason>, true>> = {
  ...{ notAllowed: true, tooOld: true, inUse: true, sharedServer: true, notSingle: true },
  ...{ noScript: true, different: true, stopped: true, keychain: true },
};
const JOIN: Readonly<Record<Exclude<JoinCode, AwayReason>, true>> = {
  ...{ wrongCode: true, hasAccount: true, notTheClinic: true },
  ...{ stopped: true, keychain: true, outdated: true },
};
const OFFICE: Readonly<Record<Exclude<OfficeCode, AwayReason>, true>> = {
  ...{ nameTaken: true, unknownWorkstation: true, thisWorkstation: true },
};
const SENTENCES = /^[A-Z\d].*[.]$/s;

function codesOf<Code extends string>(
  one: Readonly<Record<Exclude<Code, AwayReason>, true>>,
): readonly Code[] {
  return Object.keys({ ...AWAY, ...one }) as Code[];
}

describe.each([
  ['sharing', codesOf<ShareCode>(SHARE).map((code) => shareRefusal(code))],
  ['joining', codesOf<JoinCode>(JOIN).map((code) => joinRefusal(code))],
  ['the office', codesOf<OfficeCode>(OFFICE).map((code) => officeRefusal(code))],
])('a problem of %s', (_what, refusals) => {
  it('is told in whole sentences, each problem in its own', () => {
    for (const { message } of refusals) {
      expect(message).toMatch(SENTENCES);
      expect(message).not.toMatch(/SCRAM|HMAC|undefined|null/);
    }
    expect(new Set(refusals.map(({ message }) => message)).size).toBe(refusals.length);
  });
});

const OF_THIS_COMPUTER = ['contradicted', 'outdated', 'withheld', 'copied', 'keychain'] as const;

it.each([...(Object.keys(AWAY) as AwayReason[]), ...OF_THIS_COMPUTER])(
  'why a workstation is without the server: %s',
  (why) => {
    expect(awayInWords(why).reason).toMatch(SENTENCES);
  },
);

it.each(OF_THIS_COMPUTER)('somebody has to do something: %s', (why) => {
  expect(awayInWords(why).needsHelp).toBe(true);
});

it('waiting helps only where the network or the server is down', () => {
  const wait = (Object.keys(AWAY) as AwayReason[]).filter((why) => !awayInWords(why).needsHelp);
  expect(wait).toEqual(['unreachable', 'silent']);
});
