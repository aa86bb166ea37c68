/** The names of a key in an event, by the standards UI Events `key` and `code`. */
interface PressedKey {
  /** The character that the key writes, or the key's name. */
  readonly key: string;
  /** The position of the key, named after a US keyboard. */
  readonly code: string;
}

/** Values of `key` that do not tell which key it was. */
const NOTHING_WRITTEN: ReadonlySet<string> = new Set(['Dead', 'Process', 'Unidentified']);

const SIGNS: Readonly<Record<string, string>> = {
  Comma: ',',
  Period: '.',
  Slash: '/',
  Minus: '-',
  Equal: '=',
  NumpadAdd: '+',
  NumpadSubtract: '-',
};

/**
 * The key of a shortcut, in lower case. A keyboard that writes Russian, Greek, Hebrew or Arabic has no `L`:
 * there the key in the same position as on a US keyboard counts.
 */
export function shortcutKey({ key, code }: PressedKey): string {
  const isName = /^[A-Z][A-Za-z\d]+$/.test(key) && !NOTHING_WRITTEN.has(key);
  if (isName || /^[!-~]$/.test(key)) return key.toLowerCase();
  const [, letterOrDigit] = /^(?:Key|Digit|Numpad)([A-Z\d])$/.exec(code) ?? [];
  return letterOrDigit?.toLowerCase() ?? SIGNS[code] ?? key;
}
