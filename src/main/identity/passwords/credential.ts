import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { AccountKey } from '../../keys/account-key.js';
import { type Argon2Cost, masterKey, SALT_BYTES, subkey } from '../../keys/derivation.js';
import type { Credential } from '../../ports/index.js';
import { normalizePassword } from '../../../shared/people/password-rule.js';

/*
 * password ─ Argon2id(salt) ─▶ master ─ HKDF ─▶ auth key   (only its hash is stored)
 *                                     └ HKDF ─▶ wrap key   unwraps the account key
 */

/** The keys of one password and one salt. Overwritten after use. */
interface PasswordKeys {
  readonly authCheck: Buffer;
  readonly wrapKey: Buffer;
}

async function deriveKeys(
  password: string,
  { salt, cost }: { readonly salt: Buffer; readonly cost: Argon2Cost },
): Promise<PasswordKeys> {
  const bytes = Buffer.from(normalizePassword(password), 'utf8');
  const master = await masterKey(bytes, salt, cost);
  bytes.fill(0);
  const authKey = subkey(master, 'clinic-workstation auth key');
  const wrapKey = subkey(master, 'clinic-workstation wrap key');
  master.fill(0);
  const authCheck = createHash('sha256').update(authKey).digest();
  authKey.fill(0);
  return { authCheck, wrapKey };
}

function contextOf(memberId: string, version: number): readonly string[] {
  return ['member', memberId, String(version)];
}

/** What a new password needs to become a credential. */
export interface NewPassword {
  readonly memberId: string;
  readonly password: string;
  /** The version of the previous password plus 1; 1 for the first password. */
  readonly version: number;
  readonly cost: Argon2Cost;
}

/** Wraps the account key for a member under a new password. */
export async function createCredential(
  { memberId, password, version, cost }: NewPassword,
  accountKey: AccountKey,
): Promise<Credential> {
  const salt = randomBytes(SALT_BYTES);
  const { authCheck, wrapKey } = await deriveKeys(password, { salt, cost });
  const wrappedKey = accountKey.wrap(wrapKey, contextOf(memberId, version));
  wrapKey.fill(0);
  return { version, cost, salt, authCheck, wrappedKey };
}

/** `damaged`: the password is right, but does not open the account key stored with it. */
export type Unlocking =
  | { readonly ok: true; readonly accountKey: AccountKey }
  | { readonly ok: false; readonly why: 'wrong' | 'damaged' };

/** Checks a password, and opens the account key with it. */
export async function unlockCredential(
  credential: Credential,
  memberId: string,
  password: string,
): Promise<Unlocking> {
  const { authCheck, wrapKey } = await deriveKeys(password, credential);
  try {
    const right =
      authCheck.length === credential.authCheck.length &&
      timingSafeEqual(authCheck, credential.authCheck);
    if (!right) return { ok: false, why: 'wrong' };
    const context = contextOf(memberId, credential.version);
    const accountKey = AccountKey.unwrap(wrapKey, credential.wrappedKey, context);
    return accountKey === null ? { ok: false, why: 'damaged' } : { ok: true, accountKey };
  } finally {
    wrapKey.fill(0);
  }
}

/** Nobody's credential: checking a password against it takes as long, and never succeeds. */
export function nobodysCredential(cost: Argon2Cost): Credential {
  return {
    version: 0,
    cost,
    salt: randomBytes(SALT_BYTES),
    authCheck: randomBytes(32),
    wrappedKey: Buffer.alloc(0),
  };
}
