import { describe, expect, it } from 'vitest';
import {
  type ClinicAppSettings,
  clinicAppSettingsSchema,
  LONGEST_APP_NAME,
  MOST_ALLOWED_HOSTS,
  NEW_CLINIC_APP,
} from '../../../src/shared/clinic-apps/clinic-app.js';
import { LISTED_APPS, OWN_PART } from '../../../src/shared/clinic-apps/clinic-app-catalogue.js';
import {
  type ClinicAppDraft,
  draftClinicApp,
  draftedClinicApp,
  draftProblems,
  hostsToAllow,
  sentClinicApp,
  withHost,
  withRole,
} from '../../../src/renderer/settings/clinic-apps/clinic-app-draft.js';

const FINGERPRINT = Array.from({ length: 32 }, () => 'AB').join(':');

const PORTAL: ClinicAppSettings = {
  ...NEW_CLINIC_APP,
  name: 'Portal',
  address: 'https://portal.clinic.example/',
  allowedHosts: ['login.provider.example', '*.files.example'],
  signOutAddress: 'https://portal.clinic.example/sign-out',
  authorities: [FINGERPRINT],
  roles: ['practitioner', 'receptionist'],
};

const draft = draftClinicApp(PORTAL);
const portalWith = (patch: Partial<ClinicAppDraft>): ClinicAppDraft => ({ ...draft, ...patch });

describe('a draft of a clinic app', () => {
  it('keeps all settings of the app that it was made from', () => {
    expect(draftProblems(draft)).toEqual({});
    expect(draftedClinicApp(draft)).toEqual(PORTAL);
    expect(sentClinicApp({ ...PORTAL, id: 'no part of it' } as ClinicAppSettings)).toEqual(PORTAL);
  });

  it('of a new app lacks a name and an address, and nothing else', () => {
    const fresh = draftClinicApp(NEW_CLINIC_APP);
    expect(Object.keys(draftProblems(fresh)).sort()).toEqual(['address', 'name']);
    expect(draftedClinicApp(fresh)).toBeNull();
  });

  it('is tidied into the form that is stored', () => {
    const typed = portalWith({
      name: '  Portal ',
      address: 'portal.clinic.example',
      signOutAddress: '   ',
      allowedHosts: ' Login.Provider.example \n\n*.files.example\nlogin.provider.example\n',
      authorities: `sha256 Fingerprint=${FINGERPRINT.toLowerCase()}\n${'ab'.repeat(32)}\n`,
    });
    expect(draftedClinicApp(typed)).toEqual({ ...PORTAL, signOutAddress: null });
  });

  it.each<[Partial<ClinicAppDraft>, keyof ReturnType<typeof draftProblems>, RegExp]>([
    [{ name: ' ' }, 'name', /Enter the name/],
    [{ name: 'x'.repeat(LONGEST_APP_NAME + 1) }, 'name', /60 characters/],
    [{ address: '' }, 'address', /Enter the address/],
    [{ address: 'http://portal.clinic.example' }, 'address', /https/],
    [{ signOutAddress: 'mailto:desk@clinic.example' }, 'signOutAddress', /Only https/],
    [{ signOutAddress: 'https://evil.example/out' }, 'signOutAddress', /add evil\.example to/],
    [{ allowedHosts: 'login.example\nhttps://x.example/' }, 'allowedHosts', /https:\/\/x\.example/],
    [{ allowedHosts: '*.com' }, 'allowedHosts', /far too wide/],
    [{ authorities: 'ab:cd' }, 'authorities', /64 digits/],
    [{ authorities: 'ab'.repeat(20) }, 'authorities', /a SHA-1 fingerprint/],
    [{ roles: [] }, 'roles', /at least one role/],
  ])('with %j is invalid, with the problem at %s', (patch, field, words) => {
    const problems = draftProblems(portalWith(patch));
    expect(Object.keys(problems)).toEqual([field]);
    expect(problems[field]).toMatch(words);
    expect(draftedClinicApp(portalWith(patch))).toBeNull();
  });

  it('has as many hosts as main accepts, and not one more', () => {
    const hosts = Array.from({ length: MOST_ALLOWED_HOSTS + 1 }, (_, n) => `h${n}.example`);
    const most = portalWith({ allowedHosts: hosts.slice(1).join('\n') });
    expect(draftProblems(most)).toEqual({});
    expect(draftProblems(portalWith({ allowedHosts: hosts.join('\n') }))).toHaveProperty(
      'allowedHosts',
    );
  });

  it('may sign out at an allowed host', () => {
    const there = portalWith({ signOutAddress: 'https://login.provider.example/out' });
    expect(draftProblems(there)).toEqual({});
    expect(draftProblems({ ...there, allowedHosts: '' })).toHaveProperty('signOutAddress');
  });

  it('reports the wrong field, not the sign-out address that depends on it', () => {
    const elsewhere = { signOutAddress: 'https://login.provider.example/out' };
    expect(Object.keys(draftProblems(portalWith({ ...elsewhere, address: '' })))).toEqual([
      'address',
    ]);
    expect(Object.keys(draftProblems(portalWith({ ...elsewhere, allowedHosts: 'a b' })))).toEqual([
      'allowedHosts',
    ]);
  });

  it('of every listed system is one that main accepts', () => {
    for (const listed of LISTED_APPS.filter(({ address }) => !address.includes(OWN_PART))) {
      const { name, address, allowedHosts } = listed;
      const sent = draftedClinicApp(
        draftClinicApp({ ...NEW_CLINIC_APP, name, address, allowedHosts }),
      );
      expect(clinicAppSettingsSchema.safeParse(sent)).toMatchObject({
        success: true,
        data: { name, address, allowedHosts },
      });
    }
  });
});

describe('the roles that see an app', () => {
  it('keep their order, whichever was added last', () => {
    expect(withRole(draft, 'administrator', true).roles).toEqual([
      'administrator',
      'practitioner',
      'receptionist',
    ]);
    expect(withRole(draft, 'practitioner', false).roles).toEqual(['receptionist']);
  });
});

describe('hosts that a test was refused', () => {
  it('are added once, each in a line of its own', () => {
    const once = withHost(draft, 'id.example');
    expect(once.allowedHosts).toBe('login.provider.example\n*.files.example\nid.example');
    expect(withHost(once, 'id.example')).toBe(once);
    expect(withHost(portalWith({ allowedHosts: '' }), 'id.example').allowedHosts).toBe(
      'id.example',
    );
  });

  it('are offered only if they are not allowed yet and can be', () => {
    const refused = [
      'id.example',
      'login.provider.example',
      'a.files.example',
      'portal.clinic.example',
      'id.example:8443',
    ];
    expect(hostsToAllow(draft, refused)).toEqual(['id.example']);
    expect(hostsToAllow(withHost(draft, 'id.example'), refused)).toEqual([]);
    expect(hostsToAllow(portalWith({ address: 'no address' }), ['id.example'])).toEqual([
      'id.example',
    ]);
  });
});
