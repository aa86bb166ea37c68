import { z } from 'zod';
import { readJson } from '../../shared/texts/json.js';
import type { SealedRow, StoredHead, TrailCopy, TrailCut, TrailSegment } from '../ports/index.js';

/*
 * The signed log: the file in which the whole audit trail leaves the app, and its reader. The guide for
 * administrators describes it for whoever reads it with another program.
 */

export const LOG_FORMAT = 'clinic-workstation signed audit log';
export const LOG_VERSION = 1;

const EXPORT_PURPOSE = 'clinic-workstation audit export 1\0';

const bytes = z.base64().transform((text) => Buffer.from(text, 'base64'));
const number = z.int().nonnegative();
const text = z.string();

const head = {
  events: number,
  link: bytes,
  at: z.int(),
  memberId: text,
  key: z.base64(),
  signature: bytes,
};

const statement = z.object({
  ...{ at: z.int(), memberId: text, problems: number },
  ...{ events: number, link: z.base64(), key: z.base64() },
  /** Whose decisions say how far this trail had come; `null` where there are no others. */
  computer: text.nullable(),
});

const row = z.tuple([
  ...([number, z.int(), text, text.nullable(), text, text.nullable()] as const),
  ...([z.number().nullable(), z.number().nullable(), z.number().nullable()] as const),
  ...([text.nullable(), text.nullable(), bytes.nullable(), bytes.nullable()] as const),
]);

const file = z.object({
  format: z.literal(LOG_FORMAT),
  version: z.literal(LOG_VERSION),
  workstation: text,
  statement: statement.extend({ signature: bytes }),
  decisions: z.array(z.tuple([bytes, bytes, bytes])),
  segments: z.array(
    z.object({
      ...{ number, after: number, sealed: number },
      ...{ administrators: text.nullable(), commitment: bytes, proof: bytes.nullable() },
    }),
  ),
  cuts: z.array(z.object({ ...head, commitment: bytes })),
  heads: z.array(z.object({ id: number, ...head })),
  events: z.array(row),
});

export type Statement = z.infer<typeof statement>;

/** The text of the signature under a file: who exported it, when, how far it goes, and what was wrong. */
export function statementText(workstation: string, said: Statement): Buffer {
  const { at, memberId, problems, events, link, key, computer } = said;
  const fields = [workstation, at, memberId, problems, events, link, key, computer];
  return Buffer.from(`${EXPORT_PURPOSE}${JSON.stringify(fields)}`, 'utf8');
}

/** A signed log that was read. */
export interface SignedLog {
  readonly statement: z.infer<typeof file>['statement'];
  readonly decisions: readonly { body: Buffer; signature: Buffer; link: Buffer }[];
  readonly copy: TrailCopy;
}

/** @returns `null` when the text is no signed log */
export function readSignedLog(content: string): SignedLog | null {
  const json = readJson(content);
  const parsed = json.ok ? file.safeParse(json.value) : null;
  if (parsed?.success !== true) return null;
  const { workstation, statement: said, decisions, segments, cuts, heads, events } = parsed.data;
  return {
    statement: said,
    decisions: decisions.map(([body, signature, link]) => ({ body, signature, link })),
    copy: copyOf({ workstation, segments, cuts, heads, rows: events.map(asRow) }),
  };
}

function asRow(columns: z.infer<typeof row>): SealedRow {
  const [id, at, workstation, memberId, event, cause, measuredMs, limitSeconds] = columns;
  const [, , , , , , , , latenessMs, wipe, detail, link, seal] = columns;
  return {
    ...{ id, at, workstation, memberId, event, cause, measuredMs, limitSeconds, latenessMs },
    ...{ wipe, detail, link, seal },
  };
}

function copyOf(parts: {
  readonly workstation: string;
  readonly segments: readonly Omit<TrailSegment, 'firstKey'>[];
  readonly cuts: readonly TrailCut[];
  readonly heads: readonly StoredHead[];
  readonly rows: readonly SealedRow[];
}): TrailCopy {
  const { workstation, segments, cuts, heads } = parts;
  const rows = [...parts.rows].sort((a, b) => a.id - b.id);
  return {
    workstation,
    rows: (after, most) => pageOf(rows, after, most),
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
