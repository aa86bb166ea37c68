import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { scramVerifier } from '../../../src/main/keys/scram.js';

// The exchange of RFC 7677, section 3: user "user", password "pencil".
const SALT = Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64');
const NONCE = 'rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0';
const AUTH_MESSAGE = [
  'n=user,r=rOprNGfwEbeRWgbNEkqO',
  `r=${NONCE},s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096`,
  `c=biws,r=${NONCE}`,
].join(',');
const PROOF = Buffer.from('dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=', 'base64');
const SIGNATURE = '6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=';

function signed(key: Buffer): Buffer {
  return createHmac('sha256', key).update(AUTH_MESSAGE).digest();
}

describe('a SCRAM verifier', () => {
  it('accepts and answers as in the example of RFC 7677', () => {
    const parts = /^SCRAM-SHA-256\$4096:(.+)\$(.+):(.+)$/.exec(scramVerifier('pencil', SALT));
    const [, salt = '', stored = '', server = ''] = parts ?? [];
    expect(salt).toBe(SALT.toString('base64'));
    const mask = signed(Buffer.from(stored, 'base64'));
    const clientKey = Buffer.from(PROOF.map((byte, index) => byte ^ (mask[index] ?? 0)));
    expect(createHash('sha256').update(clientKey).digest('base64')).toBe(stored);
    expect(signed(Buffer.from(server, 'base64')).toString('base64')).toBe(SIGNATURE);
  });

  it('has a salt of its own each time, and says nothing of the password', () => {
    expect(scramVerifier('pencil')).not.toBe(scramVerifier('pencil'));
    expect(scramVerifier('pencil')).not.toContain('pencil');
  });

  it.each(['', 'with space', 'naïve', 'tab\t'])('is not made of %j', (password) => {
    expect(() => scramVerifier(password)).toThrow(RangeError);
  });
});
