import { timingSafeEqual } from 'node:crypto';
import type { AccountKey } from '../../keys/account-key.js';
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

function hashOf(key: AccountKey, memberId: string, code: string): Buffer {
  return key.fingerprint('recovery code', `${memberId} ${asMade(code)}`);
}

export function freshRecoveryCodes(key: AccountKey, memberId: string): RecoveryCodeSet {
  const shown = Array.from({ length: RECOVERY_CODES }, () => grouped(freshCode(CHARACTERS)));
  return { shown, stored: shown.map((code) => hashOf(key, memberId, code).toString('base64')) };
}

/** @returns the codes that are left after this one is used, or `null` when it is none of them */
export function spendRecoveryCode(
  key: AccountKey,
  memberId: string,
  { stored, typed }: { readonly stored: readonly string[]; readonly typed: string },
): string[] | null {
  const hash = hashOf(key, memberId, typed);
  const left = stored.filter((one) => {
    const other = Buffer.from(one, 'base64');
    return other.length !== hash.length || !timingSafeEqual(other, hash);
  });
  return left.length < stored.length ? left : null;
}
