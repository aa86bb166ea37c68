import { subkey } from '../keys/derivation.js';
import { SeedKeys } from '../keys/seed-keys.js';
import { asMade, freshCode, grouped } from '../keys/typed-code.js';

/** How long an enrolment code is good for, in hours. */
export const ENROLMENT_HOURS = 24;
export const ENROLMENT_MS = ENROLMENT_HOURS * 3_600_000;

/** Characters of a code: 140 random bits. Nobody guesses it, so it needs no Argon2id. */
const CHARACTERS = 28;
const CODE = new RegExp(`^[0-9A-HJKMNP-TV-Z]{${CHARACTERS}}$`);

/**
 * What an enrolment code gives. The code alone says where to sign in to the server and opens what waits there:
 * whoever carries the paper types nothing else. The owner calls {@link forgetEnrolment} when done.
 */
export interface Enrolment {
  /** The id that the new workstation gets: a UUID. */
  readonly workstation: string;
  /** Opens the server for enrolling alone, and for one day. */
  readonly password: string;
  /** Seals the package that waits on the server. */
  readonly packageKey: Buffer;
  /** Signs that the code was used. */
  readonly keys: SeedKeys;
}

/** @returns a code for paper, in groups */
export function freshEnrolmentCode(): string {
  return grouped(freshCode(CHARACTERS));
}

/** @returns `null` for what cannot be a code */
export function readEnrolmentCode(typed: string): Enrolment | null {
  const code = asMade(typed);
  if (!CODE.test(code)) return null;
  const bytes = Buffer.from(code, 'utf8');
  const enrolment = {
    workstation: uuidOf(subkey(bytes, 'clinic-workstation enrolment id')),
    password: subkey(bytes, 'clinic-workstation enrolment password').toString('base64url'),
    packageKey: subkey(bytes, 'clinic-workstation enrolment package'),
    keys: new SeedKeys(subkey(bytes, 'clinic-workstation enrolment keys')),
  };
  bytes.fill(0);
  return enrolment;
}

export function forgetEnrolment({ packageKey, keys }: Enrolment): void {
  packageKey.fill(0);
  keys.forget();
}

/** A UUID of version 8, whose bits have no other meaning (RFC 9562, section 5.8). */
function uuidOf(random: Buffer): string {
  const bytes = Buffer.from(random.subarray(0, 16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
