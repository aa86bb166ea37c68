import { describe, expect, it } from 'vitest';
import {
  clinicAppSettingsSchema,
  NEW_CLINIC_APP,
} from '../../../src/shared/clinic-apps/clinic-app.js';
import { readManagedPolicy } from '../../../src/shared/policy/managed-policy.js';
import { LONGEST_NAME, nameProblem, shownName } from '../../../src/shared/people/name.js';
import { REQUESTS } from '../../../src/shared/requests/requests.js';

const ADA = {
  name: 'Ada',
  email: 'ada@harbour.example',
  role: 'receptionist',
  password: 'x',
} as const;

/** Each place that accepts a name: the name that is stored, or `null` when it is refused. */
const PLACES: Readonly<Record<string, (name: string) => string | null>> = {
  'of a new member': (name) =>
    REQUESTS.addMember.input.safeParse({ ...ADA, name, proof: null }).data?.name ?? null,
  'of the first administrator': (name) =>
    REQUESTS.createClinic.input.safeParse(clinic({ name })).data?.name ?? null,
  'of a clinic': (clinicName) =>
    REQUESTS.createClinic.input.safeParse(clinic({ clinicName })).data?.clinicName ?? null,
  'of a managed clinic': (clinicName) => {
    const read = readManagedPolicy(JSON.stringify({ version: 1, clinicName }));
    return read.ok ? read.policy.clinicName : null;
  },
  'of a clinic app': (name) =>
    clinicAppSettingsSchema.safeParse({ ...NEW_CLINIC_APP, address: 'https://a.example/', name })
      .data?.name ?? null,
};

function clinic(change: Partial<Record<'name' | 'clinicName', string>>): unknown {
  const { name, email, password } = ADA;
  return { clinicName: 'Harbour', name, email, password, timeoutSeconds: 300, ...change };
}

const REFUSED: Readonly<Record<string, string>> = {
  nothing: '',
  space: ' \u00A0\u3000',
  'a zero-width space': '\u200B',
  'zero-width joiners': '\u200D\u200C',
  'a soft hyphen': '\u00AD',
  'word joiners': '\u2060\u2060',
  'a Hangul filler': '\u3164',
  'an empty Braille cell': '\u2800',
  'a lone accent': '\u0301',
  'a variant selector': '\uFE0F',
  'an override of the direction': 'Dr. \u202Eada',
  'an isolate': '\u2066Ada\u2069',
  'a direction mark': 'Ada\u200E',
  'an Arabic direction mark': '\u061CAda',
  'a hidden character within': 'A\u200Bda',
  'a hidden tag': 'Ada\u{E0041}',
  'a line break': 'Ada\nadministrator',
  'a line separator': 'Ada\u2028x',
  'a tab': 'Ada\tx',
  'a null character': 'Ada\u0000',
  'an escape': '\u001B[31mAda',
  'half a character': 'Ada\uD83D',
  'too much': 'x'.repeat(LONGEST_NAME + 1),
};

const TAKEN: Readonly<Record<string, string>> = {
  'Zoë Müller-Łukasz': 'Zoë Müller-Łukasz',
  '  Ada  ': 'Ada',
  'Zoe\u0308': 'Zo\u00EB',
  王: '王',
  'محمد علی': 'محمد علی',
  'می\u200Cخواهم': 'می\u200Cخواهم',
  'क्\u200Dष': 'क्\u200Dष',
  '👩\u200D⚕️ Praxis': '👩\u200D⚕️ Praxis',
  "O'Neill, J. (Dr.)": "O'Neill, J. (Dr.)",
};

describe.each(Object.entries(PLACES))('the name %s', (_place, take) => {
  it.each(Object.entries(REFUSED))('is refused with %s', (_what, name) => {
    expect(take(name)).toBeNull();
  });

  it.each(Object.entries(TAKEN))('may be “%s”', (name, kept) => {
    expect(take(name)).toBe(kept);
  });
});

describe('a form', () => {
  it.each(Object.entries(REFUSED))('says what is wrong with %s', (_what, name) => {
    expect(nameProblem(name, 'Enter a name.')).toMatch(
      /Enter a name|cannot be seen|100 characters/,
    );
  });

  it.each(Object.keys(TAKEN))('accepts “%s”', (name) => {
    expect(nameProblem(name, 'Enter a name.')).toBeNull();
  });
});

describe('a name that was stored in some other way', () => {
  it.each([
    ['Ada', 'Ada'],
    ['Dr. \u202Eada', 'Dr. ada'],
    ['A\u200Bda', 'Ada'],
    ['Ada\n\u001B[31m', 'Ada [31m'],
    ['\u200B\u2066', '(no readable name)'],
    ['', '(no readable name)'],
  ])('is shown without characters that turn or break the line, case %#', (stored, shown) => {
    expect(shownName(stored)).toBe(shown);
  });
});
