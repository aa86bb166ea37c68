import { createHmac, timingSafeEqual } from 'node:crypto';
import { asMade, freshCode, grouped } from '../../keys/typed-code.js';

/** How many recovery codes a member gets. */
export const RECOVERY_CODES = 10;

/** Characters of one code: 80 random bits. */
const CHARACTERS = 16;

export interface RecoveryCodeSet {
  /** As they are shown, once. */
  readonly shown: readonly string[];
  /** As they are stored: keyed hashes in base 64. */
  readonly stored: string[];
}

/** @param secret of the authenticator app: lies in the same sealed record as the hashes */
function hashOf(secret: Buffer, code: string): Buffer {
  return createHmac('sha256', secret)
    .update(`recovery-code/${asMade(code)}`)
    .digest();
}

export function freshRecoveryCodes(secret: Buffer): RecoveryCodeSet {
  const shown = Array.from({ length: RECOVERY_CODES }, () => grouped(freshCode(CHARACTERS)));
  return { shown, stored: shown.map((code) => hashOf(secret, code).toString('base64')) };
}

/** @returns the place of the code among the stored ones, or -1 when it is none of them */
export function findRecoveryCode(secret: Buffer, stored: readonly string[], typed: string): number {
  const hash = hashOf(secret, typed);
  return stored.findIndex((one) => {
    const other = Buffer.from(one, 'base64');
    return other.length === hash.length && timingSafeEqual(other, hash);
  });
}
