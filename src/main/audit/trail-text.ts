import { z } from 'zod';
import { readJson } from '../../shared/texts/json.js';
import type { CopiedRow, SealedRow, StoredHead, TrailCut, TrailSegment } from '../ports/index.js';

/*
 * The parts of a trail as text: in the signed log, and sealed on the clinic's server. An event is a list: its
 * columns in their order, its link and its seal.
 */

export const bytes = z.base64().transform((text) => Buffer.from(text, 'base64'));
export const number = z.int().nonnegative();
export const text = z.string();
const count = z.number().nullable();

const row = z.tuple([
  ...([number, z.int(), text, text.nullable(), text, text.nullable()] as const),
  ...([count, count, count, text.nullable(), text.nullable()] as const),
  ...([bytes.nullable(), bytes.nullable()] as const),
]);

const signed = {
  ...{ events: number, link: bytes, at: z.int() },
  ...{ memberId: text, key: z.base64(), signature: bytes },
};
export const headSchema = z.object({ id: number, ...signed });
export const cutSchema = z.object({ ...signed, commitment: bytes });
/** Without its first key. */
export const segmentSchema = z.object({
  ...{ number, after: number, sealed: number, administrators: text.nullable() },
  ...{ commitment: bytes, proof: bytes.nullable() },
});

/** What is kept beside the events, with the name of its trail. */
export type OfTrail<Item> = Item & { readonly trail: string };
const ofTrail = { trail: text };
const segmentOfTrail = segmentSchema.extend({ ...ofTrail, firstKey: bytes });
const headOfTrail = headSchema.extend(ofTrail);
const cutOfTrail = cutSchema.extend(ofTrail);

export function rowText(event: SealedRow): string {
  return JSON.stringify([
    ...[event.id, event.at, event.workstation, event.memberId, event.event, event.cause],
    ...[event.measuredMs, event.limitSeconds, event.latenessMs, event.wipe, event.detail],
    ...[event.link, event.seal].map((proof) => proof?.toString('base64') ?? null),
  ]);
}

/** @returns `null` for another text */
export function readRow(content: string): SealedRow | null {
  try {
    // eslint-disable-next-line no-restricted-syntax -- a list of plain values has no name that is there twice
    return asRow(JSON.parse(content));
  } catch {
    return null;
  }
}

/** What stands for an event that does not open: nothing is known of it but its number. */
export function closedRow(id: number): CopiedRow {
  const nothing = { memberId: null, cause: null, wipe: null, detail: null };
  const unmeasured = { measuredMs: null, limitSeconds: null, latenessMs: null };
  const unproved = { link: null, seal: null, isClosed: true } as const;
  return { id, at: 0, workstation: '', event: '', ...nothing, ...unmeasured, ...unproved };
}

/** @returns `null` for something else */
export function asRow(value: unknown): SealedRow | null {
  const read = row.safeParse(value);
  if (!read.success) return null;
  const [id, at, workstation, memberId, event, cause, measuredMs, limitSeconds] = read.data;
  const [, , , , , , , , latenessMs, wipe, detail, link, seal] = read.data;
  return {
    ...{ id, at, workstation, memberId, event, cause, measuredMs, limitSeconds, latenessMs },
    ...{ wipe, detail, link, seal },
  };
}

export function partText(part: OfTrail<TrailSegment | StoredHead | TrailCut>): string {
  return JSON.stringify(inText(part));
}

export function readSegment(content: string): OfTrail<TrailSegment> | null {
  return parsed(content, segmentOfTrail);
}

export function readHead(content: string): OfTrail<StoredHead> | null {
  return parsed(content, headOfTrail);
}

export function readCut(content: string): OfTrail<TrailCut> | null {
  return parsed(content, cutOfTrail);
}

/** With its bytes in base 64. */
export function inText(part: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(part).map(([name, value]: [string, unknown]) => [
      name,
      Buffer.isBuffer(value) ? value.toString('base64') : value,
    ]),
  );
}

function parsed<T>(content: string, schema: z.ZodType<T>): T | null {
  const json = readJson(content);
  const read = json.ok ? schema.safeParse(json.value) : null;
  return read?.success === true ? read.data : null;
}
