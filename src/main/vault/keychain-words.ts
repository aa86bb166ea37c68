/**
 * Whether a keychain says that it stayed locked, because a person did not answer its question: libsecret
 * of a collection, and macOS of its keychain.
 */
export function saysLocked(words: string): boolean {
  return /locked collection|dismissed|cancell?ed|interaction is not allowed/i.test(words);
}
