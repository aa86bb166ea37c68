import { expect, it } from 'vitest';
import { MOST_OF_FORM, textsOfForm } from '../../../src/main/clinic-apps/session-pages.js';

const NOTE = 'Größe & Gewicht: 100 % ok\r\nNext week + 1';

it('reads a form as browsers send it by default', () => {
  const body = new URLSearchParams({ csrf: 'x', note: NOTE }).toString();
  expect(textsOfForm(Buffer.from(body))).toContain(NOTE);
});

it('reads a form that can have files in it, and plain text', () => {
  const part = `--x\r\nContent-Disposition: form-data; name="note"\r\n\r\n${NOTE}\r\n--x--`;
  expect(textsOfForm(Buffer.from(part)).some((text) => text.includes(NOTE))).toBe(true);
});

it.each([
  ['nothing', Buffer.alloc(0)],
  ['what is no text', Buffer.from([0xff, 0xfe, 0x25, 0x25, 0x3d, 0x26])],
])('reads %s', (_what, body) => {
  expect(() => textsOfForm(body)).not.toThrow();
});

it('stops at its limit', () => {
  const texts = textsOfForm(Buffer.alloc(2 * MOST_OF_FORM, 'x'));
  expect(texts[0]).toHaveLength(MOST_OF_FORM);
});
