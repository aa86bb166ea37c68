import { expect, it } from 'vitest';
import { shortcutKey } from '../../../src/shared/workstation/shortcut-key.js';

it.each([
  // layout, key, code, the shortcut's key
  ['US', 'l', 'KeyL', 'l'],
  ['US, caps lock', 'L', 'KeyL', 'l'],
  ['Dvorak, where the letter stands elsewhere', 'l', 'KeyP', 'l'],
  ['Dvorak, the place of the US L', 'n', 'KeyL', 'n'],
  ['Russian', 'д', 'KeyL', 'l'],
  ['Ukrainian', 'ж', 'Semicolon', 'ж'],
  ['Greek', 'λ', 'KeyL', 'l'],
  ['Hebrew', 'ך', 'KeyL', 'l'],
  ['Arabic', 'م', 'KeyL', 'l'],
  ['Arabic, two letters on one key', 'لا', 'KeyB', 'b'],
  ['a key that begins an accent', 'Dead', 'KeyL', 'l'],
  ['Russian, settings', 'б', 'Comma', ','],
  ['Arabic digits', '٠', 'Digit0', '0'],
  ['French, digits need Shift', 'à', 'Digit0', '0'],
  ['Greek, find', 'φ', 'KeyF', 'f'],
  ['number pad', '+', 'NumpadAdd', '+'],
  ['a named key', 'F5', 'F5', 'f5'],
])('on the layout %s: %s', (_layout, key, code, expected) => {
  expect(shortcutKey({ key, code })).toBe(expected);
});
