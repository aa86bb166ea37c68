// @ts-check
// The key that signs releases. Its private half is a file on the computer that makes releases. The
// public half is packed into the app, which installs only what this key has signed.

import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Stop } from '../cli.mjs';

/** Names a PEM file with an Ed25519 private key. Without it, packages do not update themselves. */
export const keyVariable = 'CLINIC_RELEASE_KEY';

/** The `https:` folder where the packages that are built now look for releases. */
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
    // The content of the file must not appear in a message.
  }
  throw new Stop(`${keyVariable} names a file that holds no Ed25519 private key in PEM.`);
}

/** @typedef {{ key: string, address: string | null }} UpdateFacts packed into the app */

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
 * @returns {string} the content of the `.sig` file
 */
export function signatureOf(metadata, key) {
  return `${sign(null, metadata, key).toString('base64')}\n`;
}
