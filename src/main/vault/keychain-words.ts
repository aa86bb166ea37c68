/**
 * Whether an error text says that the keychain stayed locked, because a person did not answer its
 * question. The texts are those of libsecret (about a collection) and macOS (about its keychain).
 */
export function saysLocked(words: string): boolean {
  return /locked collection|dismissed|cancell?ed|interaction is not allowed/i.test(words);
}
