import { say } from '../../../shared/words/say.js';
import type { OutOfDate } from '../../../shared/workstation/updates.js';

/** Says in one sentence for how long this app has been out of date, or may be. */
export function ageInWords({ days, newerKnown }: OutOfDate): string {
  return newerKnown
    ? say('A newer version of this app came out {days} days ago and is not installed yet.', {
        days,
      })
    : say('For {days} days it is not known whether this app is the newest version.', { days });
}
