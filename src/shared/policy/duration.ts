const UNITS = [
  { name: 'day', seconds: 86_400 },
  { name: 'hour', seconds: 3_600 },
  { name: 'minute', seconds: 60 },
  { name: 'second', seconds: 1 },
] as const;

function count(amount: number, unit: string): string {
  return `${amount} ${unit}${amount === 1 ? '' : 's'}`;
}

/**
 * A duration in words, with at most its two largest units: `15 minutes`, `1 hour 30 minutes`.
 * @param seconds zero or more; fractions are dropped
 */
export function durationInWords(seconds: number): string {
  let rest = Math.max(0, Math.floor(seconds));
  const parts: string[] = [];
  for (const unit of UNITS) {
    const amount = Math.floor(rest / unit.seconds);
    rest -= amount * unit.seconds;
    if (amount > 0) parts.push(count(amount, unit.name));
    else if (parts.length > 0) break;
    if (parts.length === 2) break;
  }
  return parts.length === 0 ? '0 seconds' : parts.join(' ');
}

/**
 * What is left of a limit, in words that do not flicker: whole minutes rounded up, seconds only in
 * the last minute.
 * @param seconds zero or more
 */
export function remainingInWords(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  return whole <= 60 ? durationInWords(whole) : durationInWords(Math.ceil(whole / 60) * 60);
}
