/** What keys are called in an event, by the standards UI Events `key` and `code`. */
interface PressedKey {
  /** What the key writes, or its name. */
  readonly key: string;
  /** Where the key is, named after a US keyboard. */
  readonly code: string;
}

/** Names that tell nothing of which key it was. */
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
 * The key of a shortcut, in lower case. A keyboard that writes Russian, Greek, Hebrew or Arabic has
 * no `L`: there it is the key in the place of a US keyboard's.
 */
export function shortcutKey({ key, code }: PressedKey): string {
  const isName = /^[A-Z][A-Za-z\d]+$/.test(key) && !NOTHING_WRITTEN.has(key);
  if (isName || /^[!-~]$/.test(key)) return key.toLowerCase();
  const [, letterOrDigit] = /^(?:Key|Digit|Numpad)([A-Z\d])$/.exec(code) ?? [];
  return letterOrDigit?.toLowerCase() ?? SIGNS[code] ?? key;
}
