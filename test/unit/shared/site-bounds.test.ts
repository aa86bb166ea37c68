import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isWithin,
  originOf,
  readHostRule,
  type SiteBounds,
} from '../../../src/shared/clinic-apps/site-address.js';
import { host, label } from './arbitrary-hosts.js';

function ruleOf(typed: string): string | null {
  const reading = readHostRule(typed);
  return reading.ok ? reading.value : null;
}

const PORTAL: SiteBounds = {
  address: 'https://portal.clinic.example/app',
  allowedHosts: ['login.provider.example', '*.sso.example.org'],
};

describe('a clinic app shows', () => {
  it.each([
    'https://portal.clinic.example/',
    'https://portal.clinic.example:443/other?a=b#c',
    'HTTPS://PORTAL.CLINIC.EXAMPLE/',
    'https:portal.clinic.example',
    'blob:https://portal.clinic.example/7d0c',
    'https://login.provider.example/authorize',
    'https://a.sso.example.org/',
    'https://a.b.sso.example.org/',
  ])('%s', (address) => expect(isWithin(PORTAL, address)).toBe(true));

  it.each([
    'http://portal.clinic.example/app',
    'https://portal.clinic.example:8443/app',
    'https://portal.clinic.example./app',
    'https://portal.clinic.example.evil.example/',
    'https://evil-portal.clinic.example/',
    'https://clinic.example/',
    'https://a.portal.clinic.example/',
    'https://portal.clinic.example@evil.example/',
    'https://evil.example/https://portal.clinic.example/',
    'https://evil.example#@portal.clinic.example/',
    'https://evil.example\\@portal.clinic.example/',
    'http://login.provider.example/',
    'https://login.provider.example:8443/',
    'https://login.provider.example./',
    'https://a.login.provider.example/',
    'https://provider.example/',
    'https://sso.example.org/',
    'https://evilsso.example.org/',
    'https://a.sso.example.org.evil.example/',
    'https://a.sso.example.org./',
    'https://a.sso.example.org:444/',
    'wss://portal.clinic.example/',
    'ftp://login.provider.example/',
    'view-source:https://portal.clinic.example/',
    'filesystem:https://portal.clinic.example/temporary/a',
    'about:blank',
    'about:srcdoc',
    'data:text/html,hello',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'app://clinic/index.html',
    'blob:https://evil.example/7d0c',
    'blob:null/7d0c',
    'chrome://settings',
    '//portal.clinic.example/',
    '',
  ])('not %s', (address) => expect(isWithin(PORTAL, address)).toBe(false));

  it('hosts in other alphabets as the hosts that they are', () => {
    const bounds = {
      address: 'https://a.example/',
      allowedHosts: [ruleOf('zürich.example') ?? ''],
    };
    expect(isWithin(bounds, 'https://zürich.example/')).toBe(true);
    expect(isWithin(bounds, 'https://ZU\u0308RICH.example/')).toBe(true);
    // The Cyrillic letter that looks like an “a”.
    expect(isWithin(PORTAL, 'https://port\u0430l.clinic.example/')).toBe(false);
  });

  it('no hosts below an allowed one where anybody can have a site', () => {
    const bounds = { address: 'https://a.example/', allowedHosts: ['*.amazonaws.com'] };
    expect(isWithin(bounds, 'https://console.amazonaws.com/')).toBe(true);
    expect(isWithin(bounds, 'https://evil.s3.amazonaws.com/')).toBe(false);
  });

  it('plain http of its own origin on this computer, and of no other', () => {
    const bounds = { address: 'http://localhost:3000/', allowedHosts: ['localhost'] };
    expect(isWithin(bounds, 'http://localhost:3000/a')).toBe(true);
    expect(isWithin(bounds, 'http://localhost:3001/a')).toBe(false);
    expect(isWithin(bounds, 'http://localhost/')).toBe(false);
    expect(isWithin(bounds, 'http://127.0.0.1:3000/')).toBe(false);
    expect(isWithin(bounds, 'https://localhost/')).toBe(true);
  });
});

describe('whatever rules there are, a clinic app', () => {
  const rule = fc
    .oneof(
      host,
      host.map((name) => `*.${name}`),
    )
    .map(ruleOf);
  const bounds = fc.record({
    address: host.map((name) => `https://${name}/`),
    allowedHosts: fc
      .array(rule, { maxLength: 4 })
      .map((rules) => rules.filter((text) => text !== null)),
  });
  const port = fc.constantFrom('', ':443', ':8443', ':80');
  const anywhere = fc
    .tuple(fc.constantFrom('https', 'http', 'ftp', 'wss'), host, port, fc.webPath())
    .map(([scheme, name, at, path]) => `${scheme}://${name}${at}${path}`);

  it('shows nothing but https', () => {
    fc.assert(
      fc.property(bounds, anywhere, (limits, address) => {
        if (isWithin(limits, address)) expect(new URL(address).protocol).toBe('https:');
      }),
    );
  });

  /** Addresses of other hosts that look like an allowed one. */
  const lookAlike = (name: string): readonly string[] => [
    `https://evil-${name}/`,
    `https://evil${name}/`,
    `https://${name}.evil.test/`,
    `https://${name}@evil.test/`,
    `https://${name}:443@evil.test/`,
    `https://evil.test/${name}`,
    `https://evil.test?${name}`,
    `https://evil.test#${name}`,
    `https://evil.test\\.${name}`,
    `https://${name}%2eevil.test/`,
    `https://${name}\u3002evil.test/`,
    `https://${name}./`,
    `https://${name}:8443/`,
    `http://${name}/`,
    `http://${name}:443/`,
  ];

  it('shows no other host that looks like one of its own', () => {
    fc.assert(
      fc.property(host, host, fc.boolean(), (name, other, isOwn) => {
        fc.pre(ruleOf(name) !== null && name !== other);
        const limits = isOwn
          ? { address: `https://${name}/`, allowedHosts: [] }
          : { address: `https://${other}/`, allowedHosts: [name] };
        for (const address of lookAlike(name))
          if (originOf(address) !== originOf(limits.address))
            expect([address, isWithin(limits, address)]).toEqual([address, false]);
        expect(isWithin(limits, `https://${name.toUpperCase()}:443/a`)).toBe(true);
      }),
    );
  });

  it('shows no other host that looks like one below an allowed one', () => {
    fc.assert(
      fc.property(host, label, (name, below) => {
        const allowed = ruleOf(`*.${name}`);
        fc.pre(allowed !== null);
        const limits = { address: 'https://portal.clinic.example/', allowedHosts: [allowed] };
        for (const address of lookAlike(`${below}.${name}`).slice(2))
          expect([address, isWithin(limits, address)]).toEqual([address, false]);
        for (const address of [`https://${name}/`, ...lookAlike(name)])
          expect([address, isWithin(limits, address)]).toEqual([address, false]);
      }),
    );
  });
});
