import { createHash } from 'node:crypto';
import { type Argon2Cost, masterKey, SALT_BYTES, subkey } from '../keys/derivation.js';

/*
 * The two stages of keys. The first knows the badge alone and finds its member; the second needs the PIN too,
 * and opens the member's seed. Each guess at either costs a whole Argon2id.
 */

const TAG_BYTES = 16;

/** What a badge gives. Its owner calls {@link forgetStage}. */
export interface BadgeStage {
  /** Tells which member's badge it is. */
  readonly tag: Buffer;
  /** Goes into the derivation of the PIN, so that a PIN opens nothing without its badge. */
  readonly key: Buffer;
}

/**
 * @param clinic the public signing key of whoever founded the clinic: the same badge gives other keys elsewhere
 */
export async function badgeStage(
  badge: Buffer,
  clinic: string,
  cost: Argon2Cost,
): Promise<BadgeStage> {
  const hash = createHash('sha256').update('badge').update(clinic).digest();
  const master = await masterKey(badge, hash.subarray(0, SALT_BYTES), cost);
  const tag = subkey(master, 'clinic-workstation badge tag').subarray(0, TAG_BYTES);
  const key = subkey(master, 'clinic-workstation badge key');
  master.fill(0);
  return { tag, key };
}

export function forgetStage({ tag, key }: BadgeStage): void {
  tag.fill(0);
  key.fill(0);
}

/** @param salt of the member's record, {@link SALT_BYTES} long */
export async function pinKey(
  pin: Buffer,
  { key, salt }: { readonly key: Buffer; readonly salt: Buffer },
  cost: Argon2Cost,
): Promise<Buffer> {
  const ofBadge = subkey(key, 'clinic-workstation badge salt');
  const whole = Buffer.concat([salt, ofBadge]);
  ofBadge.fill(0);
  try {
    return await masterKey(pin, whole, cost);
  } finally {
    whole.fill(0);
  }
}
