import { z } from 'zod';
import { readJson } from '../../shared/texts/json.js';
import type { CopiedRow, StoredHead, TrailCopy, TrailCut, TrailSegment } from '../ports/index.js';
import {
  asRow,
  bytes,
  closedRow,
  cutSchema,
  headSchema,
  number,
  readRow,
  segmentSchema,
  text,
} from './trail-text.js';

/*
 * The signed log: the file in which whole audit trails leave the app, and its reader. The guide for
 * administrators describes it for whoever reads it with another program.
 *
 * Version 1 is one JSON text with one trail. Version 2 has one JSON text in each line, so that a long one need
 * not be in memory at once: first its format, then the clinic's decisions, then each trail with its signatures
 * and its events, and last what the administrator who exported it has signed.
 */

export const LOG_FORMAT = 'clinic-workstation signed audit log';
export const LOG_VERSION = 2;

const PURPOSES = {
  1: 'clinic-workstation audit export 1\0',
  2: 'clinic-workstation audit export 2\0',
} as const;

const exported = { at: z.int(), memberId: text, problems: number, key: z.base64() };
/** Which trail, and how far it goes. */
const trailEnd = {
  /** Whose decisions say how far this trail had come; `null` where there are no others. */
  computer: text.nullable(),
  workstation: text,
  events: number,
  link: z.base64(),
};

const statement = z.object({ ...exported, trails: z.array(z.object(trailEnd)) });
const decision = z.tuple([bytes, bytes, bytes]);

const firstVersion = z.object({
  format: z.literal(LOG_FORMAT),
  version: z.literal(1),
  workstation: text,
  statement: z.object({
    ...exported,
    ...{ events: trailEnd.events, link: trailEnd.link, computer: trailEnd.computer },
    signature: bytes,
  }),
  decisions: z.array(decision),
  segments: z.array(segmentSchema),
  cuts: z.array(cutSchema),
  heads: z.array(headSchema),
  events: z.array(
    z
      .unknown()
      .transform((row) => asRow(row))
      .pipe(z.custom<CopiedRow>(isThere)),
  ),
});

const line = z.union([
  z.strictObject({ format: z.literal(LOG_FORMAT), version: z.literal(LOG_VERSION) }),
  z.strictObject({ decision }),
  z.strictObject({
    trail: z.strictObject({
      ...{ computer: text.nullable(), workstation: text },
      ...{ segments: z.array(segmentSchema), cuts: z.array(cutSchema) },
    }),
  }),
  z.strictObject({ head: headSchema }),
  z.strictObject({ statement: statement.extend({ signature: bytes }) }),
]);

function isThere(value: unknown): boolean {
  return value !== null;
}

export type Statement = z.infer<typeof statement>;

/** What is signed under a file: who exported it, when, how far each trail goes, and what was wrong. */
export function statementText({ at, memberId, problems, key, trails }: Statement): Buffer {
  const ends = trails.map((end) => [end.computer, end.workstation, end.events, end.link]);
  return purposed(2, [at, memberId, problems, key, ends]);
}

function firstStatementText({ at, memberId, problems, key, trails }: Statement): Buffer {
  const [{ workstation, events, link, computer } = NO_TRAIL] = trails;
  return purposed(1, [workstation, at, memberId, problems, events, link, key, computer]);
}

const NO_TRAIL = { workstation: '', events: 0, link: '', computer: null };

function purposed(version: keyof typeof PURPOSES, fields: readonly unknown[]): Buffer {
  return Buffer.from(`${PURPOSES[version]}${JSON.stringify(fields)}`, 'utf8');
}

/** A trail in a signed log. */
export interface LoggedTrail {
  readonly computer: string | null;
  readonly copy: TrailCopy;
}

/** A signed log that was read. */
export interface SignedLog {
  readonly statement: Statement;
  readonly signature: Buffer;
  /** What the signature must be of. */
  readonly signed: Buffer;
  readonly decisions: readonly { body: Buffer; signature: Buffer; link: Buffer }[];
  readonly trails: readonly LoggedTrail[];
}

/** @returns `null` when the file is no signed log */
export function readSignedLog(file: Buffer): SignedLog | null {
  return readLines(file) ?? readFirstVersion(file.toString('utf8'));
}

function readFirstVersion(content: string): SignedLog | null {
  const json = readJson(content);
  const parsed = json.ok ? firstVersion.safeParse(json.value) : null;
  if (parsed?.success !== true) return null;
  const { workstation, decisions, segments, cuts, heads, events } = parsed.data;
  const { at, memberId, problems, key, signature, ...end } = parsed.data.statement;
  const said = { at, memberId, problems, key, trails: [{ ...end, workstation }] };
  const rows = [...events].sort((one, other) => one.id - other.id);
  return {
    ...{ statement: said, signature, signed: firstStatementText(said) },
    decisions: decisions.map(asDecision),
    trails: [
      {
        computer: end.computer,
        copy: copyOf({ workstation, segments, cuts, heads }, (after, most) =>
          pageOf(rows, after, most),
        ),
      },
    ],
  };
}

/** A trail while its lines are read. */
interface Lines {
  readonly about: {
    readonly workstation: string;
    readonly segments: readonly Omit<TrailSegment, 'firstKey'>[];
    readonly cuts: readonly TrailCut[];
    readonly heads: StoredHead[];
  };
  readonly computer: string | null;
  /** Where each event stands in the file. */
  readonly events: { readonly id: number; readonly from: number; readonly to: number }[];
}

function readLines(file: Buffer): SignedLog | null {
  const decisions: SignedLog['decisions'][number][] = [];
  const trails: Lines[] = [];
  let said: z.infer<typeof statement> | null = null;
  let signature = Buffer.alloc(0);
  let isFirst = true;
  for (const { from, to } of linesOf(file)) {
    const content = file.toString('utf8', from, to);
    const event = /^\[(\d{1,15}),/.exec(content)?.[1];
    const trail = trails.at(-1);
    if (event !== undefined && trail !== undefined) {
      trail.events.push({ id: Number(event), from, to });
      continue;
    }
    const json = readJson(content);
    const parsed = json.ok ? line.safeParse(json.value) : null;
    // After what was signed comes nothing.
    if (parsed?.success !== true || isFirst !== 'format' in parsed.data || said !== null)
      return null;
    isFirst = false;
    const { data } = parsed;
    if ('decision' in data) decisions.push(asDecision(data.decision));
    else if ('trail' in data) {
      const { computer, ...about } = data.trail;
      trails.push({ computer, about: { ...about, heads: [] }, events: [] });
    } else if ('head' in data) {
      if (trail === undefined) return null;
      trail.about.heads.push(data.head);
    } else if ('statement' in data) ({ signature, ...said } = data.statement);
  }
  if (said === null) return null;
  return {
    ...{ statement: said, signature, signed: statementText(said), decisions },
    trails: trails.map(({ computer, about, events }) => {
      events.sort((one, other) => one.id - other.id);
      const copy = copyOf(about, (after, most) =>
        pageOf(events, after, most).map(({ id, from, to }) => rowIn(file, id, from, to)),
      );
      return { computer, copy };
    }),
  };
}

function* linesOf(file: Buffer): Iterable<{ readonly from: number; readonly to: number }> {
  for (let from = 0; from < file.length;) {
    const end = file.indexOf('\n', from);
    const to = end === -1 ? file.length : end;
    if (to > from) yield { from, to };
    from = to + 1;
  }
}

/** @returns a closed row for a line that is none */
function rowIn(file: Buffer, id: number, from: number, to: number): CopiedRow {
  return readRow(file.toString('utf8', from, to)) ?? closedRow(id);
}

function asDecision([body, signature, link]: z.infer<
  typeof decision
>): SignedLog['decisions'][number] {
  return { body, signature, link };
}

function copyOf(
  { workstation, segments, cuts, heads }: Lines['about'],
  rows: TrailCopy['rows'],
): TrailCopy {
  return {
    ...{ workstation, rows },
    // The keys stay in the app: a file is checked by its links and signatures.
    segments: () => segments.map((segment) => ({ ...segment, firstKey: Buffer.alloc(0) })),
    heads: (after, most) => pageOf(heads, after, most),
    cuts: () => cuts,
    state: () => undefined,
    isGuarded: () => true,
  };
}

/** At most `most` items after an id, of items in the order of their ids. */
function pageOf<Item extends { readonly id: number }>(
  items: readonly Item[],
  after: number,
  most: number,
): readonly Item[] {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((items[middle]?.id ?? 0) <= after) low = middle + 1;
    else high = middle;
  }
  return items.slice(low, low + most);
}
