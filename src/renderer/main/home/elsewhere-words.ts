import type { ElsewhereView } from '../../../shared/requests/clinic-views.js';
import { say } from '../../../shared/words/say.js';
import { listInWords } from '../../ui/words/list-in-words.js';
import { momentInWords } from '../../ui/words/moment-in-words.js';

/** How many workstations are named; the rest are counted. */
const MOST_NAMED = 3;

/** A workstation where somebody is signed in is heard of each minute at least. */
const SILENT_AFTER_MS = 120_000;

/** Where else a member is signed in, or was when it was last heard of. */
export function elsewhereInWords(elsewhere: readonly ElsewhereView[], nowMs = Date.now()): string {
  const [one] = elsewhere;
  if (one === undefined || elsewhere.length > 1)
    return say('You are also signed in at {places}.', {
      places: listInWords(
        elsewhere.map(({ workstationName }) => workstationName),
        MOST_NAMED,
      ),
    });
  const values = { place: one.workstationName, since: momentInWords(one.sinceMs, nowMs) };
  return nowMs - one.heardMs < SILENT_AFTER_MS
    ? say('You are also signed in at {place}, since {since}.', values)
    : say(
        'You were also signed in at {place}, since {since}, when it was last heard of at {heard}.',
        { ...values, heard: momentInWords(one.heardMs, nowMs) },
      );
}

/** What is on its way there. */
export function askedInWords(names: readonly string[]): string {
  return say('{places} {count, plural, one {was} other {were}} asked to sign you out.', {
    places: listInWords(names, MOST_NAMED),
    count: names.length,
  });
}
