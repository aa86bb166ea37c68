import { createHash } from 'node:crypto';

/**
 * A short name of a clinic's public key, which people can compare: 80 bits in groups of four.
 * @param clinic the key, in base 64
 */
export function clinicFingerprint(clinic: string | null): string | null {
  if (clinic === null) return null;
  const digest = createHash('sha256').update(Buffer.from(clinic, 'base64')).digest('hex');
  return (digest.slice(0, 20).toUpperCase().match(/.{4}/g) ?? []).join(' ');
}
