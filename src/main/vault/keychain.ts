import type { SecretStore } from '../ports.js';

/** The service name of every entry, as people see it in their keychain. */
export const KEYCHAIN_SERVICE = 'Clinic Workstation';

/** The OS keychain: Keychain on macOS, Credential Manager on Windows, Secret Service on Linux. */
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
    list: async (prefix) =>
      (await (await load()).findCredentials(KEYCHAIN_SERVICE))
        .map(({ account }) => account)
        .filter((account) => account.startsWith(prefix)),
  };
}
