import { type Reading, unread } from '../texts/reading.js';
import { say } from '../words/say.js';

/*
 * Fingerprints of certificates, as administrators copy them from a certificate's own window, from a letter,
 * or from openssl. Pure, so that the settings window shows at typing what main will answer at saving.
 */

/** The longest text that is read as a fingerprint, in characters. */
export const LONGEST_FINGERPRINT = 200;

/** In hexadecimal digits. */
const SHA256_DIGITS = 64;
const SHA1_DIGITS = 40;

/**
 * Reads the SHA-256 fingerprint of a certificate; colons and spaces may be left out.
 * @returns pairs of capital digits with colons between them, as Node.js and openssl write them
 */
export function readFingerprint(text: string): Reading<string> {
  const digits = text
    .trim()
    .replace(/^sha-?256( fingerprint)?\s*[=:]\s*/i, '')
    .replace(/[\s:]/g, '')
    .toUpperCase();
  if (text.length > LONGEST_FINGERPRINT || !/^[0-9A-F]*$/.test(digits)) return unread(whatItIs());
  if (digits.length === SHA1_DIGITS)
    return unread(say('That is a SHA-1 fingerprint. {instead}', { instead: whatItIs() }));
  if (digits.length !== SHA256_DIGITS) return unread(whatItIs());
  return { ok: true, value: digits.replace(/..(?=.)/g, '$&:') };
}

function whatItIs(): string {
  return say(
    'Enter the SHA-256 fingerprint of the authority’s certificate: {digits} digits from 0 to 9 and A to F.',
    { digits: SHA256_DIGITS },
  );
}
