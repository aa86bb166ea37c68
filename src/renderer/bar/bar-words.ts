import type { BarView, DownloadView } from '../../shared/clinic-apps/guard-bar.js';
import { say } from '../../shared/words/say.js';

/** The longest host that is shown whole in a sentence, in characters. */
const LONGEST_HOST = 48;

/** Shortens a host for a sentence. The end of a long host stays: it tells who owns the host. */
export function shortHost(host: string): string {
  return host.length > LONGEST_HOST ? `…${host.slice(1 - LONGEST_HOST)}` : host;
}

export function outsideInWords(host: string, appName: string): string {
  return say('This link leads to {host}, which is not part of {app}.', {
    host: shortHost(host),
    app: appName,
  });
}

export function leaveInWords(closes: boolean): string {
  return closes
    ? say('This page says that something is not saved yet. Closing its window may lose that.')
    : say('This page says that something is not saved yet. Leaving it may lose that.');
}

export function popUpsInWords(open: readonly string[], appName: string): string {
  const names = [...new Set(open.map(shortHost))].join(', ');
  return say('{app} wants one more window, but {count} are open already: {names}.', {
    app: appName,
    count: open.length,
    names,
  });
}

/** The number of the current match, and how many there are. */
export function foundInWords(found: BarView['found']): string {
  if (found === null) return '';
  return found.matches === 0 ? say('Not found') : say('{active} of {matches}', found);
}

export function downloadInWords({ state, percent }: DownloadView): string {
  switch (state) {
    case 'running':
      return percent === null ? say('Downloading') : say('Downloading, {percent} %', { percent });
    case 'done':
      return say('Ready to save');
    case 'failed':
      return say('Did not arrive whole. Remove it, then download it again.');
  }
}

/** Tells a screen reader about changes that other people see. */
export function spokenChanges({ zoomPercent, downloads, draft }: BarView): string {
  const counted = (state: DownloadView['state']): number =>
    downloads.filter((file) => file.state === state).length;
  const [running, done, failed] = [counted('running'), counted('done'), counted('failed')];
  return [
    zoomPercent === 100 ? '' : say('Zoom is {zoomPercent} %.', { zoomPercent }),
    say('{running, plural, =0 {} one {# file is downloading.} other {# files are downloading.}}', {
      running,
    }),
    say('{done, plural, =0 {} one {# file is ready to save.} other {# files are ready to save.}}', {
      done,
    }),
    say(
      '{failed, plural, =0 {} one {# file did not arrive whole.} other {# files did not arrive whole.}}',
      { failed },
    ),
    draft === null ? '' : say('There is text that you typed on this page before.'),
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}
