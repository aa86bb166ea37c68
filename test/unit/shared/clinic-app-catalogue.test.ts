import { describe, expect, it } from 'vitest';
import {
  LONGEST_APP_NAME,
  MOST_ALLOWED_HOSTS,
} from '../../../src/shared/clinic-apps/clinic-app.js';
import {
  addressOfClinic,
  aroundOwnPart,
  LISTED_APPS,
  LISTED_KINDS,
  type ListedApp,
  listedHost,
  OWN_PART,
} from '../../../src/shared/clinic-apps/clinic-app-catalogue.js';
import {
  isWithin,
  readAddress,
  readHostRule,
} from '../../../src/shared/clinic-apps/site-address.js';

function listed(name: string): ListedApp {
  const found = LISTED_APPS.find((one) => one.name === name);
  if (found === undefined) throw new Error(`${name} is not listed.`);
  return found;
}

describe('the list of common systems', () => {
  it.each(LISTED_APPS.map((one) => [one.name, one] as const))('%s can be saved', (_name, one) => {
    expect(one.name.length).toBeLessThanOrEqual(LONGEST_APP_NAME);
    expect(readAddress(one.address)).toMatchObject({ ok: true });
    expect(one.address).toMatch(/^https:\/\//);
    expect(one.allowedHosts.length).toBeLessThanOrEqual(MOST_ALLOWED_HOSTS);
    for (const host of one.allowedHosts)
      expect(readHostRule(host)).toEqual({ ok: true, value: host });
  });

  it.each(
    LISTED_APPS.filter((one) => !one.address.includes(OWN_PART)).map(
      (one) => [one.name, one] as const,
    ),
  )('%s is in the form in which it is stored', (_name, one) => {
    expect(readAddress(one.address)).toEqual({
      ok: true,
      value: one.address,
    });
  });

  it('names each once, in the order of its kinds and then of the alphabet', () => {
    const names = LISTED_APPS.map((one) => one.name);
    expect(new Set(names).size).toBe(names.length);
    const sorted = [...LISTED_APPS].sort(
      (one, other) =>
        LISTED_KINDS.indexOf(one.kind) - LISTED_KINDS.indexOf(other.kind) ||
        one.name.localeCompare(other.name, 'en', { sensitivity: 'base' }),
    );
    expect(names).toEqual(sorted.map((one) => one.name));
  });

  it('has Cliniko, and an example wherever a clinic has its own part', () => {
    expect(listed('Cliniko').address).toContain(OWN_PART);
    for (const one of LISTED_APPS) {
      expect(one.ownPartExample !== undefined).toBe(one.address.includes(OWN_PART));
      if (one.ownPartExample !== undefined)
        expect(addressOfClinic(one, one.ownPartExample)).toMatchObject({ ok: true });
    }
  });
});

describe('the address of one clinic', () => {
  it('is the same for every clinic if there is no own part', () => {
    expect(aroundOwnPart(listed('Halaxy'))).toBeNull();
    expect(addressOfClinic(listed('Halaxy'), '')).toEqual({
      ok: true,
      value: 'https://www.halaxy.com/',
    });
  });

  it.each([
    ['Cliniko', 'harbour.au1', 'https://harbour.au1.cliniko.com/'],
    ['Cliniko', '  Harbour.AU1 ', 'https://harbour.au1.cliniko.com/'],
    [
      'Cliniko',
      'https://harbour.au1.cliniko.com/users/sign_in',
      'https://harbour.au1.cliniko.com/',
    ],
    ['Cliniko', 'harbour.au1.cliniko.com', 'https://harbour.au1.cliniko.com/'],
    ['Jane', 'harbour', 'https://harbour.janeapp.com/admin'],
    ['Jane', 'http://harbour.janeapp.com/', 'https://harbour.janeapp.com/admin'],
  ])('of %s is made from “%s”', (name, typed, address) => {
    expect(addressOfClinic(listed(name), typed)).toEqual({ ok: true, value: address });
  });

  it.each([
    '',
    '   ',
    '.cliniko.com',
    'cliniko.com',
    'https://www.evil.example/',
    'evil.example/',
    'evil.example#',
    'evil.example?',
    'dana@evil',
    'har bour',
    'harbour..au1',
    'x'.repeat(300),
  ])('is not made from “%s”', (typed) => {
    const reading = addressOfClinic(listed('Cliniko'), typed);
    expect(reading).toMatchObject({ ok: false });
    expect(!reading.ok && reading.problem).toContain('https://harbour.au1.cliniko.com/');
  });

  it('never leaves the maker’s own domain', () => {
    const bounds = { address: 'https://x.example/', allowedHosts: ['*.cliniko.com'] };
    for (const typed of ['evil.example', 'cliniko.com.evil.example', '127.0.0.1', '-', 'a.b.c']) {
      const reading = addressOfClinic(listed('Cliniko'), typed);
      expect(!reading.ok || isWithin(bounds, reading.value)).toBe(true);
    }
  });

  it('is shown by its host', () => {
    expect(listedHost(listed('Jane'))).toBe('your-clinic.janeapp.com');
  });
});
