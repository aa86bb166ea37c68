import { describe, expect, it } from 'vitest';
import type { TypedField } from '../../../src/shared/clinic-apps/page-probe.js';
import { keepable } from '../../../src/main/clinic-apps/draft-filter.js';
import { typedField } from '../../support/fakes/clinic-app-world.js';

function isKept(changes: Partial<TypedField>): boolean {
  return keepable([typedField(changes)]).length === 1;
}

describe('a draft keeps', () => {
  it.each(['text', 'search', 'textarea', 'contenteditable', 'email', 'tel', 'url'])(
    'plain text from a field of the type %s',
    (type) => expect(isKept({ type })).toBe(true),
  );

  it.each<[string, Partial<TypedField>]>([
    ['a name that the browser may fill in', { autocomplete: 'section-a shipping name' }],
    ['a field that allows to be kept', { autocomplete: 'on' }],
    ['a telephone number', { type: 'tel', name: 'phone', value: '0412 345 678' }],
    ['a date of birth', { name: 'dob', value: '07/11/1983' }],
    ['a Medicare number', { name: 'medicare', value: '2123 45670 1' }],
    ['a patient’s number in a field for one', { name: 'patientId', value: '483920' }],
    ['a postcode', { name: 'postcode', label: 'Postcode', value: '3056' }],
    ['words in a field that is called a code', { name: 'code', value: 'ICD J20.9, no fever' }],
    ['a long number that is no card’s', { value: 'Reference 4111 1111 1111 1112' }],
    ['a number too long for a card', { value: '41111111111111111111' }],
    ['zeros', { value: '0000 0000 0000 0000' }],
    ['a word with “pin” or “pass” in it', { name: 'shipping', label: 'Passport' }],
    ['four digits in a wide field for digits', { inputMode: 'numeric', value: '1200' }],
  ])('%s', (_what, field) => expect(isKept(field)).toBe(true));

  it('what it keeps as it is, in its order', () => {
    const first = typedField({ label: 'One', value: '  spaced\n' });
    const last = typedField({ label: 'Two' });
    expect(keepable([first, typedField({ type: 'password' }), last])).toEqual([first, last]);
  });
});

describe('a draft never keeps', () => {
  it.each(['password', 'hidden', 'number', 'date', 'checkbox', 'file', 'color', '', 'TEXT'])(
    'a field of the type “%s”',
    (type) => expect(isKept({ type })).toBe(false),
  );

  it.each([
    'off',
    'OFF',
    ' off ',
    'one-time-code',
    'current-password',
    'new-password',
    'cc-number',
    'cc-csc',
    'cc-exp',
    'section-pay billing cc-name',
  ])('a field whose page says autocomplete=“%s”', (autocomplete) =>
    expect(isKept({ autocomplete })).toBe(false),
  );

  it.each([
    { name: 'password' },
    { id: 'userPassword' },
    { label: 'Your passphrase' },
    { name: 'passwort' },
    { name: 'user_pwd' },
    { name: 'clientSecret' },
    { label: 'Passcode' },
    { name: 'cvv' },
    { id: 'card-cvc2' },
    { label: 'Security code' },
  ])('a field that is called one for a secret: %o', (field) => expect(isKept(field)).toBe(false));

  it.each([
    { name: 'otp', value: '123456' },
    { id: 'oneTimeCode', value: '123 456' },
    { label: 'One-time code', value: '1234' },
    { name: 'verificationCode', value: '1234-5678' },
    { name: 'auth.token', value: '123456' },
    { name: 'pin', value: ' 4821 ' },
    { label: 'PIN', value: '4821' },
    { name: 'mfa_input', value: '123456' },
    { label: 'Code from your authenticator app', value: '123456' },
    { inputMode: 'numeric', maxLength: 6, value: '123456' },
  ])('a lone code in a field for one: %o', (field) => expect(isKept(field)).toBe(false));

  it.each([
    '4111111111111111',
    '4111 1111 1111 1111',
    '4111-1111-1111-1111',
    '3782 822463 10005',
    '6304123456789012347',
    '5018 0000 0009',
    'Card 5555555555554444, exp 01/30',
    '4111 1111 1111 1111 12/29',
    '12 4111 1111 1111 1111',
    '4111111111111111 4111111111111111',
    'first 4111 1111 1111 1112 then 4111 1111 1111 1111',
    '4111\u00a01111\u00a01111\u00a01111',
  ])('a text with the number of a card: %s', (value) => {
    expect(isKept({ type: 'textarea', value })).toBe(false);
  });

  it.each(['', '   ', '\n\t'])('nothing: “%s”', (value) => expect(isKept({ value })).toBe(false));
});
