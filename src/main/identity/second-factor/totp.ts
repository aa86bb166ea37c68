import { Secret, TOTP } from 'otpauth';
import { notAfter } from '../../../shared/texts/stored-time.js';

/** How long one code is the current one, in seconds (RFC 6238, section 5.2). */
export const STEP_SECONDS = 30;

/** How many steps early or late a code may be (RFC 6238, section 5.2: at most one for delay). */
const TOLERATED_STEPS = 1;

/** Length of a secret, in bytes (RFC 4226, section 4, requirement 6, recommends 20). */
export const SECRET_BYTES = 20;

const ISSUER = 'Clinic Workstation';

/** SHA-1 and 6 digits: what every authenticator app can do. */
function totpOf(secret: Buffer, label = ''): TOTP {
  return new TOTP({
    issuer: ISSUER,
    label,
    secret: new Secret({ buffer: new Uint8Array(secret).buffer }),
    algorithm: 'SHA1',
    digits: 6,
    period: STEP_SECONDS,
  });
}

/** What an authenticator app reads from the QR code. @param label whose secret it is */
export function totpUri(secret: Buffer, label: string): string {
  return totpOf(secret, label).toString();
}

/** The secret as people type it: base 32 (RFC 4648) in groups of four. */
export function secretInText(secret: Buffer): string {
  const text = totpOf(secret).secret.base32;
  return (text.match(/.{1,4}/g) ?? []).join(' ');
}

/** The time step at a moment. @param wallMs milliseconds since 1970 */
export function stepAt(wallMs: number): number {
  return Math.floor(wallMs / (STEP_SECONDS * 1_000));
}

export type CodeCheck =
  | { readonly ok: true; readonly step: number }
  | { readonly ok: false; readonly why: 'wrong' | 'used' };

/**
 * Checks a code: one step early or late is accepted, each code once. The answer never tells that a code
 * is right for another time: it would teach a guesser which codes to try, and when.
 * @param wallMs milliseconds since 1970
 * @param lastStep the step of the last code that was used. A step in the future is ignored: that code
 *   was used under a clock that was ahead, and must not block right codes until then
 */
export function checkTotp(
  secret: Buffer,
  typed: string,
  { wallMs, lastStep }: { readonly wallMs: number; readonly lastStep: number },
): CodeCheck {
  const code = typed.normalize('NFKC').replace(/\s/g, '');
  if (!/^\d{6}$/.test(code)) return { ok: false, why: 'wrong' };
  const totp = totpOf(secret);
  const current = stepAt(wallMs);
  const usedStep = notAfter(current + TOLERATED_STEPS, lastStep) ?? -1;
  const delta = totp.validate({ token: code, timestamp: wallMs, window: TOLERATED_STEPS });
  if (delta === null) return { ok: false, why: 'wrong' };
  const step = current + delta;
  return step > usedStep ? { ok: true, step } : { ok: false, why: 'used' };
}
