import type { TypedField } from '../../shared/clinic-apps/page-probe.js';

/*
 * Decides which typed text may be kept as a draft. Pure. The probe in the page already leaves out most
 * refused fields; main checks again, because data from a page cannot be trusted. When in doubt a field
 * is left out: a lost draft can be typed again, a kept secret cannot be taken back.
 */

/** Fields that hold plain text. `password`, `hidden`, `number`, dates and choices are none. */
const PLAIN_TYPES = new Set([
  'text',
  'search',
  'textarea',
  'contenteditable',
  'email',
  'tel',
  'url',
]);

/** Fields that a page forbids to keep, by `autocomplete` (HTML, 4.10.18.7): cards, passwords, codes, all. */
const FORBIDDEN_TOKEN = /^(off|one-time-code|current-password|new-password|cc-.*)$/;

/** Names of fields for a person's secret; some pages show such a field as plain text. */
const SECRET_NAME = /passwor[dt]|passphrase|passcode|secret|(^|[^a-z])pwd([^a-z]|$)/;

/** Names of fields for the security number of a card. */
const CARD_CODE_NAME = /(^|[^a-z])(cvv2?|cvc2?|csc)([^a-z]|$)|security.?(code|number)/;

/** Names of fields for a code that is sent or made for one sign-in. */
const CODE_NAME =
  /(^|[^a-z])(otp|totp|mfa|2fa|tfa|pin|token|code)([^a-z]|$)|one.?time|verif|authenticat|two.?factor/;

/** A value that is only a code: 4 to 8 digits, perhaps in groups. */
const LONE_CODE = /^\d(?:[ -]?\d){3,7}$/;

/** Digits, perhaps in groups: with a single space or hyphen between one group and the next. */
const DIGITS = /\d(?:[ \u00a0-]?\d)*/g;
/** How many digits the number of a card has (ISO/IEC 7812-1). */
const CARD_LEAST = 12;
const CARD_MOST = 19;

/**
 * The typed fields that may be kept. Never
 * - a field that is not plain text, such as a password;
 * - a field that the page, or its form, asks browsers not to keep (`autocomplete`);
 * - a field whose name says that it is for a password, a passphrase or a card's security code;
 * - a field that holds only a code of 4 to 8 digits, if its name says that it is for a code, or if it
 *   takes at most 4 to 8 characters from a numeric keyboard;
 * - a field that contains a card number, as its check digit shows;
 * - an empty field.
 */
export function keepable(fields: readonly TypedField[]): readonly TypedField[] {
  return fields.filter(mayBeKept);
}

function mayBeKept(field: TypedField): boolean {
  if (field.value.trim() === '' || !PLAIN_TYPES.has(field.type)) return false;
  const tokens = field.autocomplete.trim().toLowerCase().split(/\s+/);
  if (tokens.some((token) => FORBIDDEN_TOKEN.test(token))) return false;
  const names = [field.name, field.id, field.label].map(inWords);
  if (names.some((name) => SECRET_NAME.test(name) || CARD_CODE_NAME.test(name))) return false;
  return !isCode(field, names) && !hasCardNumber(field.value);
}

function isCode({ value, inputMode, maxLength }: TypedField, names: readonly string[]): boolean {
  if (!LONE_CODE.test(value.trim())) return false;
  const onlyFits = maxLength >= 4 && maxLength <= 8 && inputMode === 'numeric';
  return onlyFits || names.some((name) => CODE_NAME.test(name));
}

/** `oneTimeCode`, `one_time_code` and `One-time code` alike: lower case, spaces between words. */
function inWords(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[_\-.[\]]+/g, ' ')
    .toLowerCase();
}

/** Whether consecutive groups of digits form a card number; other groups may come before and after. */
function hasCardNumber(text: string): boolean {
  return (text.match(DIGITS) ?? []).some((digits) => {
    const groups = digits.split(/\D/);
    return groups.some((_group, from) => isCardFrom(groups, from));
  });
}

function isCardFrom(groups: readonly string[], from: number): boolean {
  let digits = '';
  for (let at = from; at < groups.length && digits.length < CARD_MOST; at += 1) {
    digits += groups[at] ?? '';
    // No card begins with a zero, and zeros alone would pass the check.
    if (digits.startsWith('0')) return false;
    const fits = digits.length >= CARD_LEAST && digits.length <= CARD_MOST;
    if (fits && passesLuhn(digits)) return true;
  }
  return false;
}

/** The check digit of card numbers (ISO/IEC 7812-1, annex B). */
function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let place = 0; place < digits.length; place += 1) {
    // Counted from the right, where the check digit is; every second one counts double.
    const value = Number(digits.at(-1 - place)) * (place % 2 === 0 ? 1 : 2);
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 === 0;
}
