/** Of surveys of leaked PINs, those of six digits that no rule below finds. */
const COMMON: ReadonlySet<string> = new Set([
  ...['159753', '147258', '147852', '258456', '789456', '456789', '852456', '123789', '789123'],
  ...['520520', '521521', '131420', '101010', '202020', '007007', '010203', '102030', '123654'],
]);

/**
 * Whether a PIN is among those that are tried first. A guesser has five tries, so what counts is that none of
 * the few most usual ones is taken.
 * @param pin 6 to 12 digits
 * @param badge the characters of its badge: what is printed on a badge is no secret
 */
export function isWeakPin(pin: string, badge: Buffer): boolean {
  return (
    COMMON.has(pin) ||
    isRun(pin) ||
    isRepeated(pin) ||
    isPairs(pin) ||
    badge.includes(pin) ||
    badge.includes(digitsOf(pin).reverse().join(''))
  );
}

/** Each digit follows the one before, up or down, or is the same; 9 and 0 are neighbours. */
function isRun(pin: string): boolean {
  const digits = digitsOf(pin).map(Number);
  const steps = digits.slice(1).map((digit, at) => (digit - (digits[at] ?? 0) + 10) % 10);
  return [0, 1, 9].some((step) => steps.every((one) => one === step));
}

/** One, two or three digits again and again: `121212`, `123123`. */
function isRepeated(pin: string): boolean {
  return [1, 2, 3].some((length) => digitsOf(pin).every((digit, at) => digit === pin[at % length]));
}

/** `112233`, `111222`: runs of equal digits whose digits are a run. */
function isPairs(pin: string): boolean {
  const runs = pin.match(/(\d)\1*/g) ?? [];
  const isEven = runs.length > 1 && runs.every((run) => run.length === runs[0]?.length);
  return isEven && (runs[0]?.length ?? 0) > 1 && isRun(runs.map((run) => run[0]).join(''));
}

function digitsOf(pin: string): string[] {
  return Array.from(pin);
}
