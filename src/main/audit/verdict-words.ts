import {
  type AuditFinding,
  type AuditProblem,
  type AuditVerdict,
  MOST_PROBLEMS_SHOWN,
} from '../../shared/workstation/audit-verdict.js';
import { languageTag, say } from '../../shared/words/say.js';
import type { TrailProblem, TrailProblemKind } from './verify/problems.js';
import type { TrailVerdict } from './verify/verify-trail.js';

interface Place {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly other: number;
}

const SENTENCES: Readonly<Record<TrailProblemKind, (place: Place) => string>> = {
  changed: (place) =>
    say(
      '{count, plural, one {Event {from} was changed after it was written.} other {Events {from} to {to} were changed after they were written.}}',
      { ...place },
    ),
  missing: (place) =>
    say(
      '{count, plural, one {Event {from} is missing: it was deleted.} other {Events {from} to {to} are missing: they were deleted.}}',
      { ...place },
    ),
  inserted: (place) =>
    say(
      '{count, plural, one {Event {from} was not written by this app.} other {Events {from} to {to} were not written by this app.}}',
      { ...place },
    ),
  doubled: (place) => say('Event {from} is a copy of event {other}.', { ...place }),
  moved: (place) => say('In the place of event {from} stands event {other}.', { ...place }),
  cutOff: (place) =>
    say(
      '{count, plural, one {The newest event is missing ({from}): the end of the log was cut off, or an older copy was put in its place.} other {The newest {count} events are missing ({from} to {to}): the end of the log was cut off, or an older copy was put in its place.}}',
      { ...place },
    ),
  emptied: (place) =>
    say('All events are missing ({from} to {to}): the log was emptied.', { ...place }),
  rewritten: (place) =>
    say(
      '{count, plural, one {Event {from} is not the one that was signed: the log was made anew, or an older copy was put in its place.} other {Events {from} to {to} are not those that were signed: the log was made anew, or an older copy was put in its place.}}',
      { ...place },
    ),
  restarted: (place) =>
    say(
      'Before event {from} the key of the log was lost, and another one begun. Nothing shows whether events were cut off there.',
      { ...place },
    ),
  keyMissing: (place) =>
    say('The record of the key for events from {from} on is missing.', { ...place }),
  keyUnreadable: (place) =>
    say(
      'The key for events from {from} on does not open. It was exchanged, or it is another clinic’s.',
      { ...place },
    ),
  keyReplaced: (place) =>
    say('Nothing shows that the key for events from {from} on is this app’s.', { ...place }),
  stateMissing: () => say('The key for the next event is missing: it was deleted.'),
  stateChanged: () => say('The key for the next event, or the count of events, was exchanged.'),
  headForged: (place) => say('A signature at event {from} is wrong.', { ...place }),
  headMissing: (place) =>
    say('The session that began with event {from} has no signature of its member.', { ...place }),
  cutForged: (place) =>
    say('No administrator signed that events up to {from} were removed.', { ...place }),
  otherComputer: (place) =>
    say(
      '{count, plural, one {Event {from} is of another computer.} other {Events {from} to {to} are of another computer.}}',
      { ...place },
    ),
  unguarded: () => say('The rules with which the database protects the log were removed.'),
  unreadable: (place) =>
    say(
      '{count, plural, one {Event {from} does not open: it was changed on the server, another one was put in its place, or it was sealed for a key that you do not have.} other {Events {from} to {to} do not open: they were changed on the server, others were put in their place, or they were sealed for a key that you do not have.}}',
      { ...place },
    ),
  unsorted: () => say('The server gave events twice, or in another order.'),
  proofsLost: () => say('Signatures or keys of the log are missing on the server, or do not open.'),
};

/** Kinds that say something about the rows themselves. */
const ABOUT_ROWS: ReadonlySet<TrailProblemKind> = new Set<TrailProblemKind>([
  ...(['changed', 'inserted', 'doubled', 'moved', 'rewritten', 'otherComputer'] as const),
  'unreadable',
]);

function problemInWords({ kind, from, to, other, afterMs }: TrailProblem): AuditProblem {
  const place = { from, to, count: to - from + 1, other: other ?? from };
  const marks = ABOUT_ROWS.has(kind);
  return { from, to, text: SENTENCES[kind](place), marks, afterMs: afterMs ?? null };
}

function date(ms: number): string {
  return new Intl.DateTimeFormat(languageTag(), { dateStyle: 'long', timeStyle: 'short' }).format(
    ms,
  );
}

export interface VerdictAbout {
  /** The name of a member. */
  readonly nameOf: (id: string) => string;
  /** Of the clinic's public key; `null` before there is a clinic. */
  readonly fingerprint: string | null;
}

/** What a check found in the log of one computer that has it for itself, in words for people. */
export function verdictInWords(verdict: TrailVerdict, about: VerdictAbout): AuditVerdict {
  return { ...findingInWords(verdict, about), source: 'single', parts: [] };
}

export function findingInWords(verdict: TrailVerdict, about: VerdictAbout): AuditFinding {
  const { problems } = verdict;
  const shown = problems.slice(0, MOST_PROBLEMS_SHOWN).map(problemInWords);
  return {
    isComplete: problems.length === 0,
    summary: summary(verdict),
    problems: shown,
    moreProblems: problems.length - shown.length,
    notes: notes(verdict, about),
  };
}

function summary({ first, sound, problems, withKeys }: TrailVerdict): string {
  if (problems.length > 0)
    return say(
      '{problems, plural, one {The audit log is not complete: # thing is wrong.} other {The audit log is not complete: # things are wrong.}} {sound, plural, one {# event has its proof.} other {# events have their proof.}}',
      { problems: problems.length, sound },
    );
  if (first === null) return say('The audit log is empty, and nothing was removed from it.');
  const values = { since: date(first.at), sound };
  return withKeys
    ? say(
        'Complete since {since}: {sound, plural, one {# event} other {# events}}, each with its seal.',
        values,
      )
    : say(
        'Complete since {since}: {sound, plural, one {# event} other {# events}}, as they were signed.',
        values,
      );
}

function notes(verdict: TrailVerdict, { nameOf, fingerprint }: VerdictAbout): readonly string[] {
  const { cut, signed, last, withKeys } = verdict;
  const told: string[] = [];
  if (cut !== null)
    told.push(
      say('Events up to number {event} were removed by {name} on {date}.', {
        ...{ event: cut.events, name: nameOf(cut.memberId), date: date(cut.at) },
      }),
    );
  if (signed !== null)
    told.push(
      say('Signed up to event {event} by {name} on {date}.', {
        ...{ event: signed.events, name: nameOf(signed.memberId), date: date(signed.at) },
      }),
    );
  const after = (last?.id ?? 0) - (signed?.events ?? 0);
  if (!withKeys && after > 0)
    told.push(
      say(
        '{after, plural, one {Nobody has signed the last event.} other {Nobody has signed the last {after} events.}}',
        { after },
      ),
    );
  if (fingerprint !== null)
    told.push(say('The clinic’s fingerprint: {fingerprint}', { fingerprint }));
  return told;
}
