import { z } from 'zod';
import { readJson } from '../../shared/texts/json.js';
import { cost } from '../account/changes.js';
import type { Argon2Cost } from '../keys/derivation.js';
import type { SeedKeys } from '../keys/seed-keys.js';

const bytes = z.base64().transform((text) => Buffer.from(text, 'base64'));
const schema = z.strictObject({ tag: bytes, salt: bytes, pinKey: bytes, cost });

/**
 * What a full sign-in needs so that badge and PIN can open the seed later. Sealed under the seed itself: whoever
 * can read it has more than it gives. Its owner calls {@link forgetRecord}.
 */
export interface BadgeRecord {
  readonly tag: Buffer;
  readonly salt: Buffer;
  readonly pinKey: Buffer;
  /** At which the keys were derived. */
  readonly cost: Argon2Cost;
}

function nameOf(memberId: string): string {
  return `badge/${memberId}`;
}

export function sealRecord(memberId: string, keys: SeedKeys, record: BadgeRecord): Buffer {
  const { tag, salt, pinKey, cost } = record;
  const [inTag, inSalt, inKey] = [tag, salt, pinKey].map((part) => part.toString('base64'));
  const json = JSON.stringify({ tag: inTag, salt: inSalt, pinKey: inKey, cost });
  const text = Buffer.from(json, 'utf8');
  try {
    return keys.own.seal(nameOf(memberId), text);
  } finally {
    text.fill(0);
  }
}

/** @returns `null` when the box is missing, somebody else's, or was changed */
export function openRecord(
  memberId: string,
  keys: SeedKeys,
  box: Buffer | null,
): BadgeRecord | null {
  const text = box === null ? null : keys.own.open(nameOf(memberId), box);
  if (text === null) return null;
  const json = readJson(text.toString('utf8'));
  text.fill(0);
  const parsed = json.ok ? schema.safeParse(json.value) : null;
  return parsed?.success === true ? parsed.data : null;
}

export function forgetRecord({ tag, salt, pinKey }: BadgeRecord): void {
  for (const part of [tag, salt, pinKey]) part.fill(0);
}
