import { say } from '../words/say.js';
import type { Reading } from './reading.js';

const utf16 = (): string =>
  say(
    'It is written in UTF-16, which JSON does not allow. Save it as UTF-8, in PowerShell with “-Encoding utf8”.',
  );

/**
 * The text of a file that must be UTF-8. Invalid bytes would silently become other characters, in names and
 * in rules.
 */
export function textOfFile(bytes: Uint8Array): Reading<string> {
  const [first, second] = bytes;
  const hasMark = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  // JSON begins with an ASCII character: in UTF-16 one of its two bytes is zero.
  if (hasMark || first === 0 || second === 0) return { ok: false, problem: utf16() };
  try {
    return { ok: true, value: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { ok: false, problem: say('It is not written in UTF-8. Save it as UTF-8.') };
  }
}
