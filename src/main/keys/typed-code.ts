import { randomInt } from 'node:crypto';

/*
 * Codes that people read from paper and type: Crockford's base 32, which has no I, L, O and U, so
 * that nothing looks like something else. Each character carries 5 bits.
 */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

const GROUP = 4;

/** A random code, each character independent of the others. @param characters how many */
export function freshCode(characters: number): string {
  return Array.from({ length: characters }, () => ALPHABET.charAt(randomInt(32))).join('');
}

/** In groups of four with hyphens between, as it is shown. */
export function grouped(code: string): string {
  return (code.match(new RegExp(`.{1,${GROUP}}`, 'g')) ?? []).join('-');
}

/** A typed code as it was made: without spaces and hyphens, with what was misread put right. */
export function asMade(typed: string): string {
  return typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\-‐-―]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
}
