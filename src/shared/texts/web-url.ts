/**
 * Reads an address. `URL.canParse` is not used: once V8 has optimised its caller, Node 20.20 says `false` for each
 * address with a letter such as `ü`.
 *
 * @param base what a relative address is relative to
 * @returns `null` where it is no address
 */
export function urlOf(text: string, base?: string): URL | null {
  try {
    return new URL(text, base);
  } catch {
    return null;
  }
}
