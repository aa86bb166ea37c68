import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inWords, isKnown } from '../../../src/main/audit/audit-words.js';
import { factsOf } from '../../../src/main/audit/stored-facts.js';
import { emergencyKitText, recoveryCodesText } from '../../../src/main/ipc/documents.js';
import { explain, noticeText, refusal, storageRefusal } from '../../../src/main/ipc/messages.js';
import { ROLE_NAMES } from '../../../src/shared/people/role.js';
import { durationInWords, remainingInWords } from '../../../src/shared/policy/duration.js';
import { DEFAULT_POLICY, STRICTEST_POLICY } from '../../../src/shared/policy/policy.js';
import {
  ACTIVITY_SOURCE_NAMES,
  differences,
  POLICY_CHANGE_SENTENCES,
  RULE_NAMES,
  sameAsEveryone,
  SWITCH_EXPLANATIONS,
  SWITCHES_MANAGED,
} from '../../../src/shared/policy/policy-words.js';
import { compareWithStandards, standards } from '../../../src/shared/policy/standards.js';
import { AUDIT_EVENTS } from '../../../src/shared/workstation/audit-log.js';
import { END_CAUSES, endSentence } from '../../../src/shared/workstation/end-cause.js';
import { STORAGE_ADVICE } from '../../../src/shared/workstation/storage-trouble.js';
import { UPDATE_PROBLEM_WORDS } from '../../../src/shared/workstation/updates.js';
import { ENGLISH, speak } from '../../../src/shared/words/say.js';
import { PSEUDO, textsIn, unsaid } from '../../support/pseudo-language.js';

/*
 * The test language marks every text that goes through say. No text that main gives to people may be
 * without marks. The gallery's test checks the pages, and ESLint finds sentences anywhere in the code.
 */

beforeAll(() => speak(PSEUDO));
afterAll(() => speak(ENGLISH));

const bare = (value: unknown): readonly string[] =>
  textsIn(value).filter((text) => /\p{L}/u.test(unsaid(text)));

/** All details that events can have, together. */
const DETAIL = {
  ...{ by: 'nobody', app: '12', role: 'receptionist', step: 'password', what: 'policy' },
  ...{ outcome: 'asked', changed: ['name', 'order', 'member.role'], problem: '34', holds: 'last' },
  ...{ from: '1.0.0', to: '1.1.0', version: '1.1.0', policy: STRICTEST_POLICY },
  ...{ before: DEFAULT_POLICY, rules: { requireTwoFactor: true, graceDays: 3 } },
  ...{ clinicName: 'Harbour', startAtSignIn: true, updateChannel: 'stable' },
  ...{ workstation: '5', server: '6', decisions: 7 },
};

describe('what is told in the audit log goes through say', () => {
  const rows = Object.keys(AUDIT_EVENTS)
    .filter(isKnown)
    .flatMap((event) => END_CAUSES.map((cause) => ({ event, cause })));

  it.each([
    ['with all that can be known', JSON.stringify(DETAIL)],
    ['with nothing', null],
  ])('%s', (_name, detail) => {
    const said = rows.flatMap(({ event, cause }) => {
      const numbers = { measuredMs: 900_012, limitSeconds: 900, latenessMs: 12 };
      const row = { id: 1, atMs: 1, memberId: null, event, cause, ...numbers, wipe: 'failed' };
      const { title, details } = inWords(factsOf({ ...row, detail }));
      return [title, ...(details ?? [])];
    });
    expect([...new Set(bare(said))]).toEqual([]);
  });
});

it('answers to requests, notices and files', () => {
  const about = { clinicName: '1', memberName: '2', email: '3', atMs: 1 };
  const notices = ['failedSignIns', 'recoveryCodeUsed', 'timeoutWasNever'] as const;
  const said = [
    refusal('keychainLocked').message,
    storageRefusal(new Error('full')).message,
    explain({ ok: false, code: 'throttled', retryAfterSeconds: 90 } as const).message,
    ...notices.map((kind) => noticeText({ kind, amount: 2 })),
    ...recoveryCodesText([], about).text.split('\n\n'),
    ...emergencyKitText('', about).text.split('\n\n'),
  ];
  expect(bare(said)).toEqual([]);
});

it('tables of words, and texts made from numbers', () => {
  const tables = { ROLE_NAMES, RULE_NAMES, ACTIVITY_SOURCE_NAMES, POLICY_CHANGE_SENTENCES };
  const others = { SWITCH_EXPLANATIONS, SWITCHES_MANAGED, STORAGE_ADVICE, UPDATE_PROBLEM_WORDS };
  expect(bare({ ...tables, ...others })).toEqual([]);
  const made = [
    sameAsEveryone(),
    ...[0, 1, 59, 60, 61, 3_600, 90_061, 604_800].map(durationInWords),
    ...[0, 1, 61, 3_601].map(remainingInWords),
    ...END_CAUSES.map((cause) => endSentence(cause, 900)),
    ...standards().flatMap(({ name, figure, source }) => [name, figure, source]),
    differences(DEFAULT_POLICY, STRICTEST_POLICY),
    compareWithStandards(900).map((compared) => ({ ...compared, standard: '' })),
  ];
  expect(bare(made)).toEqual([]);
});
