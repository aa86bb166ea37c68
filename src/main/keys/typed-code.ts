import { randomInt } from 'node:crypto';

/*
 * Codes that people read from paper and type: Crockford's base 32, which leaves out I, L, O and U, so
 * that no two characters look alike. Each character carries 5 bits.
 */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

const GROUP = 4;

/** A random code, each character independent of the others. @param characters how many */
export function freshCode(characters: number): string {
  return Array.from({ length: characters }, () => ALPHABET.charAt(randomInt(32))).join('');
}

/** A code as it is shown: in groups of four, with hyphens between. */
export function grouped(code: string): string {
  return (code.match(new RegExp(`.{1,${GROUP}}`, 'g')) ?? []).join('-');
}

/** Turns a typed code back into the made one: drops spaces and hyphens, and corrects O, I and L. */
export function asMade(typed: string): string {
  return typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\-‐-―]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
}
