import { z } from 'zod';
import {
  type BeatAnswer,
  type FoundEvent,
  type HeardBeat,
  type LogRow,
  type MarkTotal,
  type NamedBox,
  ServerAwayError,
  type ServerGreeting,
  type TrailItem,
  type TrailItemKind,
  type TrailTip,
} from '../ports/clinic-server.js';
import { kindOfNumber } from './trail-values.js';

/*
 * What the server answers, as pg gives it: `bigint` comes as text. An answer of another form is nobody's that
 * we know.
 */

const bytes = z.instanceof(Buffer);
const link = bytes.refine(({ length }) => length === 32);
const count = z
  .string()
  .regex(/^[0-9]{1,16}$/)
  .transform(Number)
  .refine(Number.isSafeInteger);

const greeting = z.object({
  log: z.uuid(),
  seq: count,
  link,
  standing: z.enum(['enrolling', 'enrolled', 'removed']),
  now_ms: count,
  replica: z.boolean(),
  max_connections: z.int().positive(),
});
const greetings = z.tuple([greeting]);
const rows = z.array(z.object({ seq: count, link, body: bytes }));
const boxes = z.array(z.object({ name: bytes, box: bytes }));
const totals = z.array(z.object({ name: bytes, total: count, highest: count }));
const answers = z.tuple([z.object({ answer: z.boolean() })]);
const beatAnswers = z.tuple([
  greeting.extend({
    is_copy: z.boolean(),
    copied_ms: count.nullable(),
    elsewhere: z.int().nonnegative(),
    other_workstation: z.uuid().nullable(),
    other_heard_ms: count.nullable(),
    other_change: count.nullable(),
    other_body: bytes.nullable(),
  }),
]);
const beats = z.array(
  z.object({ workstation: z.uuid(), heard_ms: count, change: count, body: bytes }),
);
const kind = z.int().transform((number, about) => {
  const found = kindOfNumber(number);
  if (found === undefined) about.addIssue('No kind of item.');
  return found ?? z.NEVER;
});
const tips = z.array(z.object({ workstation: z.uuid(), kind, last: count }));
const items = z.array(z.object({ number: count, box: bytes }));
const events = z.array(
  z.object({ workstation: z.uuid(), number: count, at_ms: count, box: bytes }),
);
const packages = z.tuple([z.object({ answer: bytes.nullable() })]);

function read<T>(schema: z.ZodType<T>, answer: readonly unknown[]): T {
  const parsed = schema.safeParse(answer);
  if (!parsed.success) throw new ServerAwayError('foreign');
  return parsed.data;
}

/** @throws {ServerAwayError} also for a server that only copies another one */
export function readGreeting(answer: readonly unknown[]): ServerGreeting {
  return greetingOf(read(greetings, answer)[0]);
}

/** @throws {ServerAwayError} as {@link readGreeting} */
export function readBeatAnswer(answer: readonly unknown[]): BeatAnswer {
  const [found] = read(beatAnswers, answer);
  const { is_copy, copied_ms, elsewhere, other_workstation: workstation, other_body } = found;
  const { other_heard_ms: heardMs, other_change: change } = found;
  const isWhole = workstation !== null && heardMs !== null && change !== null;
  return {
    greeting: greetingOf(found),
    isCopy: is_copy,
    copiedAtMs: copied_ms,
    elsewhere,
    other:
      isWhole && other_body !== null ? { workstation, heardMs, change, body: other_body } : null,
  };
}

function greetingOf(found: z.output<typeof greeting>): ServerGreeting {
  const { log, seq, link: last, standing, now_ms, replica, max_connections } = found;
  if (replica) throw new ServerAwayError('standby');
  const head = { seq, link: last };
  return { log, head, standing, nowMs: now_ms, mostConnections: max_connections };
}

export function readBeats(answer: readonly unknown[]): readonly HeardBeat[] {
  return read(beats, answer).map(({ heard_ms, ...beat }) => ({ ...beat, heardMs: heard_ms }));
}

export const readTips = (answer: readonly unknown[]): readonly TrailTip[] => read(tips, answer);

export function readItems(of: TrailItemKind, answer: readonly unknown[]): readonly TrailItem[] {
  return read(items, answer).map((item) => ({ kind: of, ...item }));
}

export function readEvents(answer: readonly unknown[]): readonly FoundEvent[] {
  return read(events, answer).map(({ at_ms, ...event }) => ({ ...event, atMs: at_ms }));
}

export const readRows = (answer: readonly unknown[]): readonly LogRow[] => read(rows, answer);
export const readBoxes = (answer: readonly unknown[]): readonly NamedBox[] => read(boxes, answer);
export const readTotals = (answer: readonly unknown[]): readonly MarkTotal[] =>
  read(totals, answer);
export const readYesOrNo = (answer: readonly unknown[]): boolean => read(answers, answer)[0].answer;
export const readPackage = (answer: readonly unknown[]): Buffer | null =>
  read(packages, answer)[0].answer;
