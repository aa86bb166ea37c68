// @ts-check
// The key that releases are signed with. Its private half is a file on the computer that releases are
// made on; the public one is packed into the app, which installs nothing that it does not prove.

import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Stop } from '../cli.mjs';

/** Names a PEM file with an Ed25519 private key. Without it, packages do not update themselves. */
export const keyVariable = 'CLINIC_RELEASE_KEY';

/** The `https:` folder in which the packages that are built now look for releases. */
export const addressVariable = 'CLINIC_RELEASE_ADDRESS';

/**
 * @returns {import('node:crypto').KeyObject | null} `null` when no key is named
 * @throws {Stop} when one is named that cannot be used
 */
export function releaseKey(variables = process.env) {
  const file = variables[keyVariable];
  if (file === undefined || file === '') return null;
  try {
    const key = createPrivateKey(readFileSync(file));
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // What the file holds is told to nobody.
  }
  throw new Stop(`${keyVariable} names a file that holds no Ed25519 private key in PEM.`);
}

/** @typedef {{ key: string, address: string | null }} UpdateFacts what the app is packed with */

/**
 * @returns {UpdateFacts | null} `null` when no key is named
 * @throws {Stop} when something is named that cannot be used
 */
export function updateFacts(variables = process.env) {
  const key = releaseKey(variables);
  if (key === null) return null;
  const address = variables[addressVariable] ?? '';
  if (address !== '' && !/^https:\/\/[^?#@]+$/.test(address)) {
    throw new Stop(`${addressVariable} is no https address.`);
  }
  return { key: publicHalf(key), address: address === '' ? null : address };
}

/** @param {import('node:crypto').KeyObject} key */
export function publicHalf(key) {
  return createPublicKey(key).export({ format: 'der', type: 'spki' }).toString('base64');
}

/**
 * @param {Buffer} metadata
 * @param {import('node:crypto').KeyObject} key
 * @returns {string} what belongs into the `.sig` file
 */
export function signatureOf(metadata, key) {
  return `${sign(null, metadata, key).toString('base64')}\n`;
}
