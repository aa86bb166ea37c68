import type { KeychainDoor } from '../../ports/index.js';
import { secretServiceDoor } from '../linux/bus/secret-service.js';

/** @returns how to ask whether this computer's keychain is ready, has a question for a person, or is not there */
export function systemKeychainDoor(): () => Promise<KeychainDoor> {
  if (process.platform === 'linux') return secretServiceDoor();
  // macOS asks for the password of a locked keychain, and says so nowhere; Windows asks nothing.
  return () => Promise.resolve(process.platform === 'darwin' ? 'asks' : 'open');
}
