import keytar from 'keytar';
import type { SecretStore } from '../ports/index.js';

/** The service name of every entry, as people see it in their keychain. */
export const KEYCHAIN_SERVICE = 'Clinic Workstation';

/**
 * The OS keychain: Keychain on macOS, Credential Manager on Windows, Secret Service on Linux.
 *
 * Never lists entries: on Linux keytar's search crashes the whole process (SIGSEGV) at an entry without
 * an account, which any program can store, and at an entry that it cannot read at that moment.
 */
export function openKeychain(): SecretStore {
  return {
    set: (account, secret) => keytar.setPassword(KEYCHAIN_SERVICE, account, secret),
    get: (account) => keytar.getPassword(KEYCHAIN_SERVICE, account),
    delete: async (account) => {
      await keytar.deletePassword(KEYCHAIN_SERVICE, account);
    },
  };
}
