import { describe, expect, it } from 'vitest';
import {
  clinicAppRulesSchema,
  type ClinicAppSettings,
  clinicAppSettingsSchema,
  DEFAULT_CLINIC_APP_RULES,
  LONGEST_APP_NAME,
  LONGEST_REOPEN_HOURS,
  MOST_ALLOWED_HOSTS,
  NEW_CLINIC_APP,
} from '../../../src/shared/clinic-apps/clinic-app.js';

const PORTAL: ClinicAppSettings = {
  ...NEW_CLINIC_APP,
  name: 'Portal',
  address: 'https://portal.clinic.example/',
};

function problemsWith(changes: Record<string, unknown>): readonly string[] {
  const parsed = clinicAppSettingsSchema.safeParse({ ...PORTAL, ...changes });
  return parsed.success ? [] : parsed.error.issues.map(({ message }) => message);
}

describe('the settings of a clinic app', () => {
  it('come out in their normal form, and stay so', () => {
    const typed = {
      ...PORTAL,
      name: '  Portal ',
      address: 'Portal.Clinic.Example',
      allowedHosts: ['*.Provider.Example', 'zürich.example'],
      signOutAddress: 'portal.clinic.example/out#now',
    };
    const settings = clinicAppSettingsSchema.parse(typed);
    expect(settings).toEqual({
      ...PORTAL,
      allowedHosts: ['*.provider.example', 'xn--zrich-kva.example'],
      signOutAddress: 'https://portal.clinic.example/out',
    });
    expect(clinicAppSettingsSchema.parse(settings)).toEqual(settings);
  });

  it('of a new one allow only printing, to every role, and are not complete yet', () => {
    const allowed = Object.entries(NEW_CLINIC_APP.allows).filter(([, allows]) => allows);
    expect(allowed.map(([permission]) => permission)).toEqual(['printing']);
    expect(problemsWith({})).toEqual([]);
    expect(clinicAppSettingsSchema.safeParse(NEW_CLINIC_APP).success).toBe(false);
  });

  it('say in a sentence what is wrong with an address or a host', () => {
    expect(problemsWith({ address: 'http://example.org' })).toEqual([
      'Use an https address: over plain http others can read along.',
    ]);
    expect(problemsWith({ signOutAddress: 'javascript:void(0)' })).toEqual([
      'Only https addresses can be opened here.',
    ]);
    expect(problemsWith({ allowedHosts: ['login.example.org', '*.com'] })).toEqual([
      '“*.com” is far too wide: anybody can have a site below com.',
    ]);
  });

  it.each([
    { name: '  ' },
    { name: 'x'.repeat(LONGEST_APP_NAME + 1) },
    { roles: [] },
    { roles: ['surgeon'] },
    { signOutAddress: '' },
    { signOutAddress: undefined },
    { allows: {} },
    { allows: { ...PORTAL.allows, geolocation: true } },
    { allows: { ...PORTAL.allows, camera: 'yes' } },
    { allowedHosts: Array.from({ length: MOST_ALLOWED_HOSTS + 1 }, (_, at) => `a${at}.example`) },
    { allowedHosts: ['a'.repeat(300)] },
    { id: 'one of its own' },
  ])('are refused with %o', (changes) => expect(problemsWith(changes)).not.toEqual([]));
});

describe('the rules of clinic apps', () => {
  const accepts = (rules: unknown): boolean => clinicAppRulesSchema.safeParse(rules).success;

  it('are whole hours from never to the longest', () => {
    expect(accepts(DEFAULT_CLINIC_APP_RULES)).toBe(true);
    for (const reopenWithinHours of [0, 1, LONGEST_REOPEN_HOURS])
      expect(accepts({ reopenWithinHours, keepDrafts: false })).toBe(true);
    for (const reopenWithinHours of [-1, 0.5, LONGEST_REOPEN_HOURS + 1, '12', null])
      expect(accepts({ reopenWithinHours, keepDrafts: false })).toBe(false);
  });

  it('are all required, and no others are allowed', () => {
    expect(accepts({ reopenWithinHours: 12 })).toBe(false);
    expect(accepts({ ...DEFAULT_CLINIC_APP_RULES, keepCookies: true })).toBe(false);
  });
});
