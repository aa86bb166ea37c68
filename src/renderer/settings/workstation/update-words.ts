import {
  type OutOfDate,
  UPDATE_PROBLEM_WORDS,
  type UpdatesOff,
  type UpdateState,
} from '../../../shared/workstation/updates.js';
import { say, sayings } from '../../../shared/words/say.js';
import { formatOf } from '../../ui/words/moment-in-words.js';
import { ageInWords } from '../../ui/words/age-in-words.js';

const OFF: Readonly<Record<UpdatesOff, string>> = sayings({
  development: 'the app was started from its sources',
  noKey: 'this build has no update key',
  noAddress: 'neither this build nor a managed policy names where releases are',
  package: 'whatever installed this package keeps it up to date',
});

const FAILED = sayings({
  check: 'Could not check',
  download: 'Could not download the new version',
  install: 'Could not install the new version',
});

const DATE_AND_TIME = { dateStyle: 'medium', timeStyle: 'short' } as const;

/** A line breaks before it or after it, and never within. */
export function dateAndTimeInWords(ms: number): string {
  return formatOf(DATE_AND_TIME).format(ms).replaceAll(/\s/g, '\u00a0');
}

/** The state of updates in one line. */
export function updatesInWords(state: UpdateState): string {
  switch (state.state) {
    case 'off':
      return say('Off on this computer: {why}', { why: OFF[state.why] });
    case 'checking':
      return say('Checking…');
    case 'upToDate':
      return say('Up to date, checked at {time}', { time: dateAndTimeInWords(state.checkedAt) });
    case 'downloading':
      return say('Downloading {percent} %', { percent: state.percent });
    case 'ready':
      return say('Version {version} is ready; it is installed when nobody is signed in', {
        version: state.version,
      });
    case 'installing':
      return say('Installing version {version}…', { version: state.version });
    case 'failed':
      return say('{failed}: {problem} ({time})', {
        failed: FAILED[state.what],
        problem: UPDATE_PROBLEM_WORDS[state.problem],
        time: dateAndTimeInWords(state.at),
      });
  }
}

/** What a version that gets old means, and what to do. */
export function outOfDateInWords(outOfDate: OutOfDate): string {
  const what = outOfDate.newerKnown
    ? say('New versions close security gaps; it should be installed soon.')
    : say('Ask whoever looks after this computer for updates.');
  return `${ageInWords(outOfDate)} ${what}`;
}
