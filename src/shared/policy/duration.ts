import { say } from '../words/say.js';

/** Largest first. */
const UNITS: readonly { seconds: number; inWords: (count: number) => string }[] = [
  {
    seconds: 86_400,
    inWords: (count) => say('{count, plural, one {{count} day} other {# days}}', { count }),
  },
  {
    seconds: 3_600,
    inWords: (count) => say('{count, plural, one {# hour} other {# hours}}', { count }),
  },
  {
    seconds: 60,
    inWords: (count) => say('{count, plural, one {# minute} other {# minutes}}', { count }),
  },
  { seconds: 1, inWords: secondsInWords },
];

/** Seconds alone, however many: `90 seconds`. */
export function secondsInWords(count: number): string {
  return say('{count, plural, one {# second} other {# seconds}}', { count });
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
    if (amount > 0) parts.push(unit.inWords(amount));
    else if (parts.length > 0) break;
    if (parts.length === 2) break;
  }
  const [larger = secondsInWords(0), smaller] = parts;
  return smaller === undefined ? larger : say('{larger} {smaller}', { larger, smaller });
}

/**
 * The time left of a limit, in words that do not flicker: whole minutes rounded up, seconds only in the
 * last minute.
 * @param seconds zero or more
 */
export function remainingInWords(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  return whole <= 60 ? durationInWords(whole) : durationInWords(Math.ceil(whole / 60) * 60);
}
