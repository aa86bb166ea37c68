import { describe, expect, it } from 'vitest';
import { readFingerprint } from '../../../src/shared/clinic-apps/fingerprint.js';
import {
  clinicAppSettingsSchema,
  NEW_CLINIC_APP,
} from '../../../src/shared/clinic-apps/clinic-app.js';

const DIGITS = '0123456789abcdef'.repeat(4);
const WRITTEN = DIGITS.toUpperCase().replace(/..(?=.)/g, '$&:');

describe('a fingerprint', () => {
  it.each([
    DIGITS,
    WRITTEN,
    ` ${WRITTEN.replaceAll(':', ' ')}\n`,
    `SHA256 Fingerprint=${WRITTEN}`,
    `sha256:${DIGITS}`,
    `SHA-256: ${WRITTEN}`,
  ])('is read in each usual form: %s', (text) => {
    expect(readFingerprint(text)).toEqual({ ok: true, value: WRITTEN });
  });

  it.each(['', 'x', DIGITS.slice(1), `${DIGITS}0`, DIGITS.replace('0', 'g'), '0'.repeat(500)])(
    'is not %j',
    (text) => {
      expect(readFingerprint(text)).toMatchObject({ ok: false });
    },
  );

  it('of SHA-1 is recognised, because it is shown beside the other', () => {
    const reading = readFingerprint('ab:'.repeat(20).slice(0, -1));
    expect(reading.ok ? '' : reading.problem).toContain('SHA-1');
  });
});

it('an app of an older version allows no authority', () => {
  const older = { ...NEW_CLINIC_APP, name: 'A', address: 'a.example', authorities: undefined };
  expect(clinicAppSettingsSchema.parse(older)).toMatchObject({ authorities: [] });
});
