import { TOTP, URI } from 'otpauth';
import { describe, expect, it } from 'vitest';
import { checkTotp, secretInText, totpUri } from '../../../src/main/identity/second-factor/totp.js';
import { authenticator } from '../../support/fakes/second-factor.js';
import { VirtualClock } from '../../support/fakes/virtual-clock.js';

const secret = Buffer.from('12345678901234567890');
const clock = new VirtualClock();
const code = authenticator({ clock }, secretInText(secret));
const now = clock.now().wallMs;
const current = Math.floor(now / 30_000);

function check(typed: string, lastStep = -1) {
  return checkTotp(secret, typed, { wallMs: now, lastStep });
}

describe('a code', () => {
  it.each([-1, 0, 1])('of %i steps from now is right', (steps) => {
    expect(check(code(steps))).toEqual({ ok: true, step: current + steps });
  });

  it.each([-60, -2, 2, 60])(
    'of %i steps from now is wrong, and no answer reveals when it is right',
    (steps) => {
      for (const lastStep of [-1, current - 10, current])
        expect(check(code(steps), lastStep)).toEqual(check('000000', lastStep));
    },
  );

  it('counts once, and no earlier code counts afterwards', () => {
    expect(check(code(0), current)).toEqual({ ok: false, why: 'used' });
    expect(check(code(-1), current)).toEqual({ ok: false, why: 'used' });
    expect(check(code(1), current)).toEqual({ ok: true, step: current + 1 });
  });

  it('that was used two or more steps in the future blocks no other code; one step ahead it does', () => {
    expect(check(code(0), current + 120)).toEqual({ ok: true, step: current });
    expect(check(code(1), current + 2)).toEqual({ ok: true, step: current + 1 });
    expect(check(code(1), current + 1)).toEqual({ ok: false, why: 'used' });
    expect(check(code(0), current + 1)).toEqual({ ok: false, why: 'used' });
  });

  it('may be typed with spaces, and in full-width digits', () => {
    const plain = code(0);
    expect(check(` ${plain.slice(0, 3)} ${plain.slice(3)} `).ok).toBe(true);
    const wide = plain.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)));
    expect(check(wide).ok).toBe(true);
  });

  it.each(['', '12345', '1234567', 'abcdef', '12345a', '-12345', '1e1000'])(
    'is not %j',
    (typed) => {
      expect(check(typed)).toEqual({ ok: false, why: 'wrong' });
    },
  );

  it('of another secret is wrong', () => {
    const other = authenticator({ clock }, secretInText(Buffer.alloc(20, 1)));
    expect(check(other(0))).toEqual({ ok: false, why: 'wrong' });
  });
});

it('the QR code says what an authenticator app needs, and whose it is', () => {
  const read = URI.parse(totpUri(secret, 'dana@rivertown.example'));
  expect(read).toBeInstanceOf(TOTP);
  expect(read).toMatchObject({
    issuer: 'Clinic Workstation',
    label: 'dana@rivertown.example',
    algorithm: 'SHA1',
    digits: 6,
    period: 30,
  });
  expect(read.secret.base32).toBe(secretInText(secret).replaceAll(' ', ''));
});
