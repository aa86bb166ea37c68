import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Reading } from '../../../src/shared/texts/reading.js';
import {
  addressOfPlace,
  isWebAddress,
  isWithoutAddress,
  LONGEST_ADDRESS,
  originOf,
  placeOf,
  readAddress,
  readHostRule,
} from '../../../src/shared/clinic-apps/site-address.js';
import { host } from './arbitrary-hosts.js';

function addressOf(typed: string): string | null {
  const reading = readAddress(typed);
  return reading.ok ? reading.value : null;
}

function ruleOf(typed: string): string | null {
  const reading = readHostRule(typed);
  return reading.ok ? reading.value : null;
}

/** Why a typed text is refused, for the person who typed it. */
function problemOf(reading: Reading<string>) {
  return reading.ok ? null : reading.problem;
}

describe('an address that an administrator types', () => {
  it.each([
    ['portal.example.org', 'https://portal.example.org/'],
    ['  https://portal.example.org/app  ', 'https://portal.example.org/app'],
    ['HTTPS://Portal.Example.ORG/App', 'https://portal.example.org/App'],
    ['https://portal.example.org:443/', 'https://portal.example.org/'],
    ['portal.example.org:8443/a?b=c#d', 'https://portal.example.org:8443/a?b=c'],
    ['https://portal.example.org./a', 'https://portal.example.org/a'],
    ['https:portal.example.org', 'https://portal.example.org/'],
    ['https:\\\\portal.example.org\\a', 'https://portal.example.org/a'],
    ['https://Klinik-Zürich.example', 'https://xn--klinik-zrich-klb.example/'],
    ['https://portal.example.org/a/../b', 'https://portal.example.org/b'],
    ['localhost:3000', 'https://localhost:3000/'],
    ['http://localhost:3000/', 'http://localhost:3000/'],
    ['http://app.localhost/', 'http://app.localhost/'],
    ['http://127.0.0.1:8080/', 'http://127.0.0.1:8080/'],
    ['http://127.1/', 'http://127.0.0.1/'],
    ['http://0x7f000001/', 'http://127.0.0.1/'],
    ['http://[::1]:8080/', 'http://[::1]:8080/'],
    ['https://192.168.1.20/', 'https://192.168.1.20/'],
  ])('%s is read as %s', (typed, address) => expect(addressOf(typed)).toBe(address));

  it('is read the same after thousands of others, when V8 has optimised the reading', () => {
    const read = new Set<string | null>();
    for (let turn = 0; turn < 50_000; turn += 1) read.add(addressOf('https://zürich.example'));
    expect([...read]).toEqual(['https://xn--zrich-kva.example/']);
  });

  it.each([
    ['', /Enter the address/],
    ['   ', /Enter the address/],
    ['https://', /not a web address/],
    ['two words', /not a web address/],
    [';..', /not a web address/],
    ['https://../', /not a web address/],
    ['https://a..example.org/', /not a web address/],
    ['https://example.org:99999', /not a web address/],
    ['https://[::1', /not a web address/],
    ['https://sam@example.org', /user name and password/],
    ['https://sam:secret@example.org', /user name and password/],
    ['https://portal.clinic.example@evil.example/', /user name and password/],
    ['http://example.org', /https/],
    ['http://localhost.evil.example/', /https/],
    ['http://127.0.0.1.evil.example/', /https/],
    ['http://notlocalhost/', /https/],
    ['http://192.168.1.20/', /https/],
    ['http://0.0.0.0/', /https/],
    ['http://[::ffff:127.0.0.1]/', /https/],
    ['ftp://example.org', /Only https/],
    ['file:///etc/passwd', /Only https/],
    ['javascript:alert(1)', /Only https/],
    ['data:text/html,hello', /Only https/],
    ['mailto:sam@example.org', /Only https/],
    ['app://clinic/index.html', /Only https/],
    ['view-source:https://example.org', /Only https/],
    [`https://example.org/${'x'.repeat(LONGEST_ADDRESS)}`, /too long/],
    [`https://example.org/${'ä'.repeat(LONGEST_ADDRESS / 2)}`, /too long/],
  ])('%s is refused, with a reason for the person', (typed, problem) => {
    expect(problemOf(readAddress(typed))).toMatch(problem);
  });

  it('is in its normal form once read, whatever was typed', () => {
    const typed = fc.oneof(
      fc.webUrl({ withFragments: true, withQueryParameters: true }),
      fc.string(),
      host.map((name) => `${name}:8443/${name}`),
      fc.string({ unit: 'binary' }).map((path) => `https://example.org/${path}`),
    );
    fc.assert(
      fc.property(typed, (text) => {
        const address = addressOf(text);
        if (address === null) return;
        expect(addressOf(address)).toBe(address);
        expect(address.length).toBeLessThanOrEqual(LONGEST_ADDRESS);
        const url = new URL(address);
        expect([url.username, url.password, url.hash]).toEqual(['', '', '']);
        expect(
          url.protocol === 'https:' ||
            /^(localhost|.*\.localhost|127\.[\d.]+|\[::1\])$/.test(url.hostname),
        ).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('is never plain http on another computer', () => {
    fc.assert(
      fc.property(host, fc.webPath(), (name, path) => {
        fc.pre(!name.endsWith('.localhost'));
        expect(addressOf(`http://${name}${path}`)).toBeNull();
      }),
    );
  });
});

describe('a host that may be shown too', () => {
  it.each([
    ['login.example.org', 'login.example.org'],
    [' LOGIN.Example.ORG ', 'login.example.org'],
    ['*.example.org', '*.example.org'],
    ['*.Example.ORG', '*.example.org'],
    ['*.clinic.example.co.uk', '*.clinic.example.co.uk'],
    ['*.rivertown.github.io', '*.rivertown.github.io'],
    ['intranet', 'intranet'],
    ['*.corp.internal', '*.corp.internal'],
    ['zürich.example', 'xn--zrich-kva.example'],
    ['*.zürich.example', '*.xn--zrich-kva.example'],
    ['192.168.1.20', '192.168.1.20'],
  ])('%s is read as %s', (typed, rule) => expect(ruleOf(typed)).toBe(rule));

  it.each([
    ...['', '*', '*.', '.', '*.*', '*.*.example.org', 'login.*.example.org', '*example.org'],
    ...['https://login.example.org', 'login.example.org/path', 'login.example.org:8443'],
    ...['login.example.org?a', 'login.example.org#a', 'login.example.org\\a', '//example.org'],
    ...['sam@example.org', 'sam:pw@example.org', 'exam%70le.org', 'exa\tmple.org', 'a b.example'],
    ...['-a.example.org', 'a-.example.org', 'a..example.org', '.example.org', 'example.org.'],
    ...['under_score.example.org', '[::1]', '*.127.0.0.1', '*.1', 'localhost:3000'],
    ...[`${'a'.repeat(64)}.example.org`, `${'abcdefg.'.repeat(32)}example.org`],
    'ä'
      .repeat(60)
      .concat('.', 'ö'.repeat(60), '.', 'ü'.repeat(60), '.', 'é'.repeat(60), '.example'),
  ])('“%s” is not a host', (typed) => {
    expect(problemOf(readHostRule(typed))).toMatch(/is not a host such as login\.example\.org/);
  });

  it.each(['*.com', '*.org', '*.co.uk', '*.com.au', '*.github.io', '*.localhost', '*.internal'])(
    '%s is far too wide',
    (typed) => expect(problemOf(readHostRule(typed))).toMatch(/far too wide/),
  );

  it('is in its normal form once read, and not longer than a stored one may be', () => {
    const typed = fc.oneof(
      host,
      host.map((name) => `*.${name}`),
      fc.string(),
      fc.domain(),
    );
    fc.assert(
      fc.property(typed, (text) => {
        const rule = ruleOf(text);
        if (rule === null) return;
        expect(ruleOf(rule)).toBe(rule);
        expect(rule).toMatch(/^(\*\.)?[a-z0-9.-]{1,253}$/);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a place', () => {
  it.each([
    ['https://a.example/', '/'],
    ['https://a.example/patients/7?token=x', '/patients/7'],
    ['https://a.example/app#access_token=abc', '/app'],
    ['https://a.example/app#top', '/app'],
    ['https://a.example/app#/patients/7', '/app#/patients/7'],
    ['https://a.example/app#!/patients/7', '/app#!/patients/7'],
    ['https://a.example/app#/patients/7?code=x', '/app#/patients/7'],
    ['https://a.example/app#/callback&id_token=x', '/app#/callback'],
    ['https://a.example/app;jsessionid=ABC/list;v=2?x', '/app/list'],
  ])('of %s is %s', (address, place) => expect(placeOf(address)).toBe(place));

  it.each([
    ['/patients/7', 'https://a.example/patients/7'],
    ['/app#/patients/7', 'https://a.example/app#/patients/7'],
    ['', 'https://a.example/start?site=7'],
    ['//evil.example/a', 'https://a.example/start?site=7'],
    ['/\\evil.example/a', 'https://a.example/start?site=7'],
    ['https://evil.example/', 'https://a.example/start?site=7'],
    ['http://a.example/', 'https://a.example/start?site=7'],
    ['javascript:alert(1)', 'https://a.example/start?site=7'],
    ['https://[', 'https://a.example/start?site=7'],
  ])('“%s” is at %s', (place, address) => {
    expect(addressOfPlace('https://a.example/start?site=7', place)).toBe(address);
  });

  it('is always within the app, and never keeps a query', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webUrl(), fc.webPath()), (place) => {
        expect(originOf(addressOfPlace('https://a.example/start', place))).toBe(
          'https://a.example',
        );
      }),
    );
    const page = fc.webUrl({ withFragments: true, withQueryParameters: true });
    fc.assert(
      fc.property(page, (address) => {
        expect(placeOf(address)).not.toContain('?');
      }),
    );
  });
});

it('only web addresses are for the computer’s own browser', () => {
  const yes = ['https://example.org/', 'http://example.org', 'HTTPS://example.org/a b'];
  expect(yes.map(isWebAddress)).toEqual([true, true, true]);
  const no = ['mailto:a@b.example', 'file:///etc/passwd', 'https://', 'javascript:a', ' https://a'];
  expect(no.map(isWebAddress)).toEqual([false, false, false, false, false]);
});

it('an address without an origin has no origin', () => {
  expect(['about:blank', 'data:,a', 'file:///a', 'nonsense', ''].map(originOf)).toEqual([
    ...[null, null, null, null, null],
  ]);
});

describe('a document without an address', () => {
  it.each([
    '',
    ' ',
    'about:blank',
    'ABOUT:blank',
    'about:blank#label',
    'about:blank?1',
    'about:srcdoc',
  ])('is “%s”', (address) => {
    expect(isWithoutAddress(address)).toBe(true);
  });

  it.each([
    'about:version',
    'about:blankets',
    'https://about:blank@evil.example/',
    'blank',
    'javascript:0',
  ])('is not “%s”', (address) => {
    expect(isWithoutAddress(address)).toBe(false);
  });
});
