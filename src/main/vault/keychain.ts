import keytar from 'keytar';
import type { KeychainService, SecretStore } from '../ports/index.js';

/**
 * The service names of the entries, as people see them in their keychain. Those of the session are gone after
 * each end of a session; those of the computer stay.
 */
export const KEYCHAIN_SERVICES = {
  session: 'Clinic Workstation',
  // eslint-disable-next-line no-restricted-syntax -- a name by which the entry is found again, in every language
  computer: 'Clinic Workstation, this computer',
} as const satisfies Readonly<Record<KeychainService, string>>;

/**
 * The OS keychain: Keychain on macOS, Credential Manager on Windows, Secret Service on Linux.
 *
 * Never lists entries: on Linux keytar's search crashes the whole process (SIGSEGV) at an entry without
 * an account, which any program can store, and at an entry that it cannot read at that moment.
 */
export function openKeychain(of: KeychainService): SecretStore {
  const service = KEYCHAIN_SERVICES[of];
  return {
    set: (account, secret) => keytar.setPassword(service, account, secret),
    get: (account) => keytar.getPassword(service, account),
    delete: async (account) => {
      await keytar.deletePassword(service, account);
    },
  };
}
