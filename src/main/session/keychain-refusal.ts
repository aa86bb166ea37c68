import type { KeychainTrouble } from '../ports/index.js';

export type KeychainRefusal =
  | 'keychainUnavailable'
  | 'keychainMissing'
  | 'keychainLocked'
  | 'keychainWithoutWallet'
  | 'keychainCancelled';

export const KEYCHAIN_REFUSALS: Readonly<Record<KeychainTrouble, KeychainRefusal>> = {
  missing: 'keychainMissing',
  noWallet: 'keychainWithoutWallet',
  locked: 'keychainLocked',
  silent: 'keychainUnavailable',
  refused: 'keychainUnavailable',
  cancelled: 'keychainCancelled',
};

/** The vault classifies its errors; this reads the result. Any other error counts as `refused`. */
export function troubleOf(error: unknown): KeychainTrouble {
  const trouble: unknown = error instanceof Error ? Reflect.get(error, 'trouble') : undefined;
  return typeof trouble === 'string' && Object.hasOwn(KEYCHAIN_REFUSALS, trouble)
    ? (trouble as KeychainTrouble)
    : 'refused';
}
