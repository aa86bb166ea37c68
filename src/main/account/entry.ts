import { createHash } from 'node:crypto';
import { z } from 'zod';
import { readJson } from '../../shared/texts/json.js';
import { isSignedBy } from '../keys/key-pairs.js';
import type { SeedKeys } from '../keys/seed-keys.js';
import { changeSchema, type SignedChange } from './changes.js';

/*
 * One entry of the account's chain of decisions:
 *
 *   body       JSON; exactly these bytes are signed and kept, and nobody writes them anew
 *   signature  Ed25519 by the author, over a fixed text and the body
 *   link       SHA-256 of the link before, the body and the signature
 *
 * The body names the link before, so an entry means: "I had seen exactly this". Nothing is ordered by
 * its time, which is for people.
 */

const SIGNED_AS = Buffer.from('clinic-workstation decision 1\0');

/** The link before the first entry. */
export const NO_LINK = Buffer.alloc(32);

const bodySchema = z.strictObject({
  v: z.literal(1),
  /** The clinic: the public signing key of whoever founded it. */
  clinic: z.base64().length(44),
  /** The number and the link of the entry before; 0 and zeros for the first. */
  after: z.tuple([z.int().nonnegative(), z.base64().length(44)]),
  /** When, in milliseconds since 1970. */
  at: z.int(),
  by: z.strictObject({
    /** Whether a member decided, or somebody with a code on paper, for the member `id`. */
    as: z.enum(['member', 'invitation', 'emergencyKit']),
    id: z.uuid(),
    /** The public signing key, in base 64. */
    key: z.base64().length(44),
  }),
  /** How far the audit trail had come: how many events, and the seal of the last one in base 64. */
  trail: z.tuple([z.int().nonnegative(), z.base64()]).nullable(),
  change: changeSchema,
});

export type EntryBody = z.infer<typeof bodySchema>;
export type EntryAuthor = EntryBody['by'];

/** An entry as it is kept. */
export interface StoredEntry {
  /** Counts from 1. */
  readonly seq: number;
  readonly body: Buffer;
  readonly signature: Buffer;
  readonly link: Buffer;
}

/** An entry that can be read, and whose link fits. Its signature is checked by {@link isSigned}. */
export interface Entry extends StoredEntry, Omit<EntryBody, 'v' | 'change'> {
  readonly change: SignedChange;
}

/** Where a chain ends. */
export interface Position {
  /** The number of the last entry; 0 for none. */
  readonly seq: number;
  readonly link: Buffer;
}

export const START: Position = { seq: 0, link: NO_LINK };

function linkOf(before: Buffer, body: Buffer, signature: Buffer): Buffer {
  return createHash('sha256').update(before).update(body).update(signature).digest();
}

/** Writes and signs the entry after `after`. */
export function writeEntry(
  body: Omit<EntryBody, 'v' | 'after'>,
  after: Position,
  keys: SeedKeys,
): Entry {
  const { clinic, at, by, trail, change } = body;
  const before: EntryBody['after'] = [after.seq, after.link.toString('base64')];
  const whole = { v: 1, clinic, after: before, at, by, trail, change } satisfies EntryBody;
  const bytes = Buffer.from(JSON.stringify(whole), 'utf8');
  const signature = keys.sign(Buffer.concat([SIGNED_AS, bytes]));
  const link = linkOf(after.link, bytes, signature);
  return { ...body, after: before, seq: after.seq + 1, body: bytes, signature, link };
}

/** @returns `null` when the entry was changed, cannot be read, or does not come right after `after` */
export function readEntry(stored: StoredEntry, after: Position): Entry | null {
  const { seq, body, signature, link } = stored;
  if (seq !== after.seq + 1 || !linkOf(after.link, body, signature).equals(link)) return null;
  const json = readJson(body.toString('utf8'));
  const parsed = json.ok ? bodySchema.safeParse(json.value) : null;
  if (parsed?.success !== true) return null;
  const { v: _v, ...read } = parsed.data;
  const [afterSeq, afterLink] = read.after;
  if (afterSeq !== after.seq || afterLink !== after.link.toString('base64')) return null;
  return { seq, body, signature, link, ...read };
}

/** Checks the signature in another thread. Whether that author may decide this is `judge`'s question. */
export function isSigned({ by, body, signature }: Entry): Promise<boolean> {
  const key = Buffer.from(by.key, 'base64');
  return isSignedBy(key, Buffer.concat([SIGNED_AS, body]), signature);
}
