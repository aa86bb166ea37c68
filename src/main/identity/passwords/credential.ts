import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { normalizePassword } from '../../../shared/people/password-rule.js';
import { type Argon2Cost, masterKey, SALT_BYTES, subkey } from '../../keys/derivation.js';
import { SeedKeys } from '../../keys/seed-keys.js';
import type { Credential } from '../../ports/index.js';

/*
 * password ─ Argon2id(salt) ─▶ master ─ HKDF ─▶ auth key   (only its hash is stored)
 *                                     └ HKDF ─▶ wrap key   opens the member's seed
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

/** Whose seed a credential opens. It opens nowhere else: above all not in a clinic that somebody forged. */
export interface CredentialOwner {
  readonly memberId: string;
  /** The version of the member's keys. */
  readonly version: number;
  /** The public signing key of whoever founded the clinic, in base 64. */
  readonly clinic: string;
}

function contextOf({ memberId, version, clinic }: CredentialOwner): readonly string[] {
  return ['member', memberId, String(version), clinic];
}

/** Wraps a member's seed under a new password. */
export async function createCredential(
  owner: CredentialOwner,
  { password, cost }: { readonly password: string; readonly cost: Argon2Cost },
  keys: SeedKeys,
): Promise<Credential> {
  const salt = randomBytes(SALT_BYTES);
  const { authCheck, wrapKey } = await deriveKeys(password, { salt, cost });
  const wrappedSeed = keys.wrap(wrapKey, contextOf(owner));
  wrapKey.fill(0);
  return { cost, salt, authCheck, wrappedSeed };
}

/** `damaged`: the password is right, but does not open the seed stored with it. */
export type Unlocking =
  | { readonly ok: true; readonly keys: SeedKeys }
  | { readonly ok: false; readonly why: 'wrong' | 'damaged' };

/** Checks a password, and opens the member's seed with it. */
export async function unlockCredential(
  credential: Credential,
  owner: CredentialOwner,
  password: string,
): Promise<Unlocking> {
  const { authCheck, wrapKey } = await deriveKeys(password, credential);
  try {
    const right =
      authCheck.length === credential.authCheck.length &&
      timingSafeEqual(authCheck, credential.authCheck);
    if (!right) return { ok: false, why: 'wrong' };
    const keys = SeedKeys.unwrap(wrapKey, credential.wrappedSeed, contextOf(owner));
    return keys === null ? { ok: false, why: 'damaged' } : { ok: true, keys };
  } finally {
    wrapKey.fill(0);
  }
}

/** Nobody's credential: checking a password against it takes as long, and never succeeds. */
export function nobodysCredential(cost: Argon2Cost): Credential {
  return {
    cost,
    salt: randomBytes(SALT_BYTES),
    authCheck: randomBytes(32),
    wrappedSeed: Buffer.alloc(0),
  };
}
