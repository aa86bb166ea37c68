import { z } from 'zod';
import { readJson } from '../../../shared/texts/json.js';
import type { SeedKeys } from '../../keys/seed-keys.js';

const schema = z.strictObject({
  /** The secret shared with the authenticator app, in base 64. */
  secret: z.base64(),
  /** A keyed hash of each recovery code, in base 64. */
  recoveryCodes: z.array(z.base64()),
});

/** What a sign-in's second step is checked with. Its member alone can open it. */
export type TwoFactorRecord = z.infer<typeof schema>;

function nameOf(memberId: string): string {
  return `two-factor/${memberId}`;
}

export function sealTwoFactor(memberId: string, keys: SeedKeys, record: TwoFactorRecord): Buffer {
  const text = Buffer.from(JSON.stringify(record), 'utf8');
  try {
    return keys.own.seal(nameOf(memberId), text);
  } finally {
    text.fill(0);
  }
}

/** @returns `null` when the box is missing, somebody else's, or was changed */
export function openTwoFactor(
  memberId: string,
  keys: SeedKeys,
  box: Buffer | null,
): TwoFactorRecord | null {
  const text = box === null ? null : keys.own.open(nameOf(memberId), box);
  if (text === null) return null;
  const json = readJson(text.toString('utf8'));
  text.fill(0);
  const parsed = json.ok ? schema.safeParse(json.value) : null;
  return parsed?.success === true ? parsed.data : null;
}
