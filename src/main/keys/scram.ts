import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';

/** What PostgreSQL itself uses for its verifiers. */
const ITERATIONS = 4096;
const SALT_BYTES = 16;
const HASH_BYTES = 32;
const ASCII = /^[\x21-\x7e]+$/;

/**
 * What a PostgreSQL server needs to know to check a password, and no more: a SCRAM-SHA-256 verifier
 * (RFC 5802, RFC 7677), in the server's own form. With it nobody can sign in.
 * @param password printable ASCII, so that no server prepares it in another way (RFC 4013)
 */
export function scramVerifier(password: string, salt: Buffer = randomBytes(SALT_BYTES)): string {
  if (!ASCII.test(password)) throw new RangeError('A password that servers could prepare.');
  const salted = pbkdf2Sync(password, salt, ITERATIONS, HASH_BYTES, 'sha256');
  const stored = createHash('sha256').update(hmac(salted, 'Client Key')).digest();
  const server = hmac(salted, 'Server Key');
  const keys = `${stored.toString('base64')}:${server.toString('base64')}`;
  return `SCRAM-SHA-256$${ITERATIONS}:${salt.toString('base64')}$${keys}`;
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
