import {
  type OutOfDate,
  UPDATE_PROBLEM_WORDS,
  type UpdatesOff,
  type UpdateState,
} from '../../../shared/workstation/updates.js';
import { ageInWords } from '../../ui/words/age-in-words.js';

const OFF: Readonly<Record<UpdatesOff, string>> = {
  development: 'the app was started from its sources',
  noKey: 'this build has no update key',
  noAddress: 'neither this build nor a managed policy names where releases are',
  package: 'whatever installed this package keeps it up to date',
};

const FAILED = {
  check: 'Could not check',
  download: 'Could not download the new version',
  install: 'Could not install the new version',
} as const;

const dateAndTime = new Intl.DateTimeFormat(undefined, {
  dateStyle: 'medium',
  timeStyle: 'short',
});

/** A line breaks before it or after it, and never within. */
export function dateAndTimeInWords(ms: number): string {
  return dateAndTime.format(ms).replaceAll(/\s/g, '\u00a0');
}

/** The state of updates in one line. */
export function updatesInWords(state: UpdateState): string {
  switch (state.state) {
    case 'off':
      return `Off on this computer: ${OFF[state.why]}`;
    case 'checking':
      return 'Checking…';
    case 'upToDate':
      return `Up to date, checked at ${dateAndTimeInWords(state.checkedAt)}`;
    case 'downloading':
      return `Downloading ${state.percent} %`;
    case 'ready':
      return `Version ${state.version} is ready; it is installed when nobody is signed in`;
    case 'installing':
      return `Installing version ${state.version}…`;
    case 'failed':
      return `${FAILED[state.what]}: ${UPDATE_PROBLEM_WORDS[state.problem]} (${dateAndTimeInWords(state.at)})`;
  }
}

/** What a version that gets old means, and what to do. */
export function outOfDateInWords(outOfDate: OutOfDate): string {
  const what = outOfDate.newerKnown
    ? 'New versions close security gaps; it should be installed soon.'
    : 'Ask whoever looks after this computer for updates.';
  return `${ageInWords(outOfDate)} ${what}`;
}
