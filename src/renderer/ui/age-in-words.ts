import type { OutOfDate } from '../../contract/updates.js';

/** For how long this version has been out of date, or may be: one sentence. */
export function ageInWords({ days, newerKnown }: OutOfDate): string {
  return newerKnown
    ? `A newer version came out ${days} days ago and is not installed yet.`
    : `For ${days} days it is not known whether this version is the newest one.`;
}
