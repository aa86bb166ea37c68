import { afterEach, expect, it } from 'vitest';
import { MOST_PROBLEMS_SHOWN } from '../../../src/shared/workstation/audit-verdict.js';
import { ENGLISH, speak } from '../../../src/shared/words/say.js';
import { clinicFingerprint } from '../../../src/main/audit/clinic-fingerprint.js';
import { verdictInWords } from '../../../src/main/audit/verdict-words.js';
import type { TrailProblemKind } from '../../../src/main/audit/verify/problems.js';
import type { TrailVerdict } from '../../../src/main/audit/verify/verify-trail.js';
import { PSEUDO, unsaid } from '../../support/pseudo-language.js';

afterEach(() => speak(ENGLISH));

const AT = 1_800_000_000_000;
const FOUND: TrailVerdict = {
  ...{ sound: 12, first: { id: 3, at: AT }, last: { id: 14, at: AT }, problems: [] },
  cut: { events: 2, at: AT, memberId: 'a' },
  signed: { events: 13, at: AT, memberId: 'b' },
  withKeys: true,
};
const about = { nameOf: (id: string) => `Name ${id}`, fingerprint: 'ABCD 1234' };

const KINDS: Readonly<Record<TrailProblemKind, string>> = {
  changed: 'Events 5 to 7 were changed after they were written.',
  missing: 'Events 5 to 7 are missing: they were deleted.',
  inserted: 'Events 5 to 7 were not written by this app.',
  doubled: 'Event 5 is a copy of event 9.',
  moved: 'In the place of event 5 stands event 9.',
  cutOff:
    'The newest 3 events are missing (5 to 7): the end of the log was cut off, or an older copy was put in its place.',
  emptied: 'All events are missing (5 to 7): the log was emptied.',
  rewritten:
    'Events 5 to 7 are not those that were signed: the log was made anew, or an older copy was put in its place.',
  restarted:
    'Before event 5 the key of the log was lost, and another one begun. Nothing shows whether events were cut off there.',
  keyMissing: 'The record of the key for events from 5 on is missing.',
  keyUnreadable:
    'The key for events from 5 on does not open. It was exchanged, or it is another clinic’s.',
  keyReplaced: 'Nothing shows that the key for events from 5 on is this app’s.',
  stateMissing: 'The key for the next event is missing: it was deleted.',
  stateChanged: 'The key for the next event, or the count of events, was exchanged.',
  headForged: 'A signature at event 5 is wrong.',
  headMissing: 'The session that began with event 5 has no signature of its member.',
  cutForged: 'No administrator signed that events up to 5 were removed.',
  otherComputer: 'Events 5 to 7 are of another computer.',
  unguarded: 'The rules with which the database protects the log were removed.',
  unreadable:
    'Events 5 to 7 do not open: they were changed on the server, others were put in their place, or they were sealed for a key that you do not have.',
  unsorted: 'The server gave events twice, or in another order.',
  proofsLost: 'Signatures or keys of the log are missing on the server, or do not open.',
};

const ABOUT_ROWS = [
  'changed',
  'inserted',
  'doubled',
  'moved',
  'rewritten',
  'otherComputer',
  'unreadable',
];

it.each(Object.entries(KINDS))('%s has its sentence', (kind, sentence) => {
  const problem = { kind: kind as TrailProblemKind, from: 5, to: 7, other: 9, afterMs: AT };
  const said = verdictInWords({ ...FOUND, problems: [problem] }, about);
  expect(said.problems).toMatchObject([{ from: 5, to: 7, text: sentence, afterMs: AT }]);
  expect(said.problems[0]?.marks).toBe(ABOUT_ROWS.includes(kind));
  expect(said.isComplete).toBe(false);
  expect(said.summary).toBe(
    'The audit log is not complete: 1 thing is wrong. 12 events have their proof.',
  );
});

it.each(['changed', 'missing', 'inserted', 'cutOff', 'rewritten', 'otherComputer'] as const)(
  '%s has another sentence for one event',
  (kind) => {
    const [problem] = verdictInWords(
      { ...FOUND, problems: [{ kind, from: 5, to: 5 }] },
      about,
    ).problems;
    expect(problem?.text).toMatch(/^(Event 5|The newest event)/);
    expect(problem?.afterMs).toBeNull();
  },
);

it('a complete log says since when, who removed what, and who signed', () => {
  const said = verdictInWords(FOUND, about);
  expect(said.isComplete).toBe(true);
  expect(said.summary).toMatch(/^Complete since .*2027.*: 12 events, each with its seal\.$/);
  expect(said.notes).toEqual([
    expect.stringMatching(/^Events up to number 2 were removed by Name a on .*2027/),
    expect.stringMatching(/^Signed up to event 13 by Name b on .*2027/),
    'The clinic’s fingerprint: ABCD 1234',
  ]);
});

it('without keys it says how many events nobody has signed', () => {
  const said = verdictInWords({ ...FOUND, withKeys: false }, about);
  expect(said.summary).toContain('as they were signed');
  expect(said.notes).toContain('Nobody has signed the last event.');
});

it('an empty log has nothing to prove', () => {
  const empty = { ...FOUND, sound: 0, first: null, last: null, cut: null, signed: null };
  expect(verdictInWords(empty, { ...about, fingerprint: null })).toMatchObject({
    ...{ isComplete: true, notes: [] },
    summary: 'The audit log is empty, and nothing was removed from it.',
  });
});

it('of many problems the first are shown, and the others counted', () => {
  const problems = Array.from({ length: MOST_PROBLEMS_SHOWN + 7 }, (_, index) => ({
    ...{ kind: 'headForged' as const, from: index, to: index },
  }));
  const said = verdictInWords({ ...FOUND, problems }, about);
  expect([said.problems.length, said.moreProblems]).toEqual([MOST_PROBLEMS_SHOWN, 7]);
});

it('everything is said in the language of people', () => {
  speak(PSEUDO);
  const problems = Object.keys(KINDS).map((kind) => ({
    ...{ kind: kind as TrailProblemKind, from: 1, to: 2 },
  }));
  const said = verdictInWords({ ...FOUND, problems }, { nameOf: () => '1', fingerprint: '12' });
  const texts = [said.summary, ...said.notes, ...said.problems.map(({ text }) => text)];
  for (const text of texts) expect(unsaid(text)).not.toMatch(/\p{L}{3,}/u);
});

it('a fingerprint is short, and that of one key alone', () => {
  const [one, other] = [0, 1].map((byte) => Buffer.alloc(32, byte).toString('base64'));
  expect(clinicFingerprint(one ?? '')).toMatch(/^([0-9A-F]{4} ){4}[0-9A-F]{4}$/);
  expect(clinicFingerprint(one ?? '')).not.toBe(clinicFingerprint(other ?? ''));
  expect(clinicFingerprint(null)).toBeNull();
});
