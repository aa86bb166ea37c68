import type { SecretStore } from '../ports.js';

/** The service name of every entry, as people see it in their keychain. */
export const KEYCHAIN_SERVICE = 'Clinic Workstation';

/**
 * The OS keychain: Keychain on macOS, Credential Manager on Windows, Secret Service on Linux.
 *
 * Nothing is ever listed: on Linux keytar's search takes the whole process down (SIGSEGV) at an entry
 * without an account, which any program can store, and at one that it can't read just then.
 */
export function openKeychain(): SecretStore {
  // Loaded at the first use: the library behind it costs start-up time that sign-in does not need.
  const load = async (): Promise<typeof import('keytar')> => {
    const module = await import('keytar');
    return 'default' in module ? (module as { default: typeof import('keytar') }).default : module;
  };
  return {
    set: async (account, secret) => (await load()).setPassword(KEYCHAIN_SERVICE, account, secret),
    get: async (account) => (await load()).getPassword(KEYCHAIN_SERVICE, account),
    delete: async (account) => {
      await (await load()).deletePassword(KEYCHAIN_SERVICE, account);
    },
  };
}
