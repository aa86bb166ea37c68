import type { KeychainTrouble } from '../ports/index.js';

/** What was wrong with the keychain, as a refusal. */
export const KEYCHAIN_REFUSALS = {
  missing: 'keychainMissing',
  noWallet: 'keychainWithoutWallet',
  locked: 'keychainLocked',
  silent: 'keychainUnavailable',
  refused: 'keychainUnavailable',
  cancelled: 'keychainCancelled',
} as const satisfies Record<KeychainTrouble, string>;

export type KeychainRefusal = (typeof KEYCHAIN_REFUSALS)[KeychainTrouble];

/** The vault classifies its errors; this reads the result. Any other error counts as `refused`. */
export function troubleOf(error: unknown): KeychainTrouble {
  const trouble: unknown = error instanceof Error ? Reflect.get(error, 'trouble') : undefined;
  return typeof trouble === 'string' && Object.hasOwn(KEYCHAIN_REFUSALS, trouble)
    ? (trouble as KeychainTrouble)
    : 'refused';
}
