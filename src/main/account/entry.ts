import { createHash } from 'node:crypto';
import { z } from 'zod';
import { readJson } from '../../shared/texts/json.js';
import { isSignedBy } from '../keys/key-pairs.js';
import type { SeedKeys } from '../keys/seed-keys.js';
import { bytes32, id, type LaterChange, readChange, type SignedChange, time } from './changes.js';

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

/** The longest body, in bytes: read in one turn of the event loop, it must not hold that. */
export const LONGEST_BODY = 65_536;
const SIGNATURE_BYTES = 64;
/** 64 bytes in base 64. */
const LONGEST_SEAL = 88;

/** The link before the first entry. */
export const NO_LINK = Buffer.alloc(32);

const seal = z
  .base64()
  .max(LONGEST_SEAL)
  .refine((text) => Buffer.from(text, 'base64').toString('base64') === text);

const bodySchema = z.strictObject({
  v: z.literal(1),
  /** The clinic: the public signing key of whoever founded it. */
  clinic: bytes32,
  /** The number and the link of the entry before; 0 and zeros for the first. */
  after: z.tuple([z.int().nonnegative(), bytes32]),
  /** When, in milliseconds since 1970. */
  at: time,
  by: z.strictObject({
    /**
     * Whether a member decided, or somebody with a code on paper, for the member `id`; `enrolment`: a computer
     * with a code on paper, for itself.
     */
    as: z.enum(['member', 'invitation', 'emergencyKit', 'enrolment']),
    id,
    /** The public signing key, in base 64. */
    key: bytes32,
  }),
  /** On which computer of a clinic with several. */
  on: id.optional(),
  /** How far that computer's audit trail had come: how many events, and the link of the last one in base 64. */
  trail: z.tuple([z.int().nonnegative(), seal]).nullable(),
  change: z.unknown(),
});

export type EntryBody = Omit<z.infer<typeof bodySchema>, 'change'> & {
  readonly change: SignedChange;
};
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
  readonly change: SignedChange | LaterChange;
}

/** Where a chain ends. */
export interface Position {
  /** The number of the last entry; 0 for none. */
  readonly seq: number;
  readonly link: Buffer;
}

export const START: Position = { seq: 0, link: NO_LINK };

export function linkOf(before: Buffer, body: Buffer, signature: Buffer): Buffer {
  return createHash('sha256').update(before).update(body).update(signature).digest();
}

/**
 * Writes and signs the entry after `after`.
 * @throws when nobody could read it again: it would be the end of the chain
 */
export function writeEntry(
  body: Omit<EntryBody, 'v' | 'after'>,
  after: Position,
  keys: SeedKeys,
): Entry {
  const { clinic, at, by, on, trail, change } = body;
  const before: EntryBody['after'] = [after.seq, after.link.toString('base64')];
  const place = on === undefined ? {} : { on };
  const whole = {
    v: 1,
    clinic,
    after: before,
    at,
    by,
    ...place,
    trail,
    change,
  } satisfies EntryBody;
  const bytes = Buffer.from(JSON.stringify(whole), 'utf8');
  const signature = keys.sign(Buffer.concat([SIGNED_AS, bytes]));
  const link = linkOf(after.link, bytes, signature);
  const entry = readEntry({ seq: after.seq + 1, body: bytes, signature, link }, after);
  if (entry === null) throw new Error(`A decision that cannot be read: ${change.kind}.`);
  return entry;
}

/** @returns `null` when the entry was changed, cannot be read, or does not come right after `after` */
export function readEntry(stored: StoredEntry, after: Position): Entry | null {
  const { seq, body, signature, link } = stored;
  // With a signature of another length, two pairs of body and signature could give the same link.
  if (signature.length !== SIGNATURE_BYTES || body.length > LONGEST_BODY) return null;
  if (seq !== after.seq + 1 || !linkOf(after.link, body, signature).equals(link)) return null;
  const json = readAsWritten(body);
  const parsed = json === null ? null : bodySchema.safeParse(json);
  if (parsed?.success !== true) return null;
  const { clinic, at, by, on, trail, after: before } = parsed.data;
  if (before[0] !== after.seq || before[1] !== after.link.toString('base64')) return null;
  const change = readChange(parsed.data.change);
  if (change === null) return null;
  const place = on === undefined ? {} : { on };
  return { seq, body, signature, link, clinic, after: before, at, by, ...place, trail, change };
}

/** @returns `null` for anything but the one way in which {@link writeEntry} writes a value */
function readAsWritten(body: Buffer): unknown {
  const text = body.toString('utf8');
  const json = readJson(text);
  if (!json.ok || JSON.stringify(json.value) !== text) return null;
  return Buffer.from(text, 'utf8').equals(body) ? json.value : null;
}

/** Checks the signature in another thread. Whether that author may decide this is `judge`'s question. */
export function isSigned({ by, body, signature }: Entry): Promise<boolean> {
  const key = Buffer.from(by.key, 'base64');
  return isSignedBy(key, Buffer.concat([SIGNED_AS, body]), signature);
}
