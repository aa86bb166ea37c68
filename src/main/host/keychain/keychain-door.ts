import type { KeychainDoor } from '../../ports/index.js';
import { secretServiceDoor } from '../linux/bus/secret-service.js';

/** @returns a function that asks whether the keychain is ready, needs a person's answer, or is missing */
export function systemKeychainDoor(): () => Promise<KeychainDoor> {
  if (process.platform === 'linux') return secretServiceDoor();
  // macOS asks for the password of a locked keychain and does not tell this in advance; Windows never asks.
  return () => Promise.resolve(process.platform === 'darwin' ? 'asks' : 'open');
}
