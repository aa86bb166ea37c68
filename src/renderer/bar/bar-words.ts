import type { BarView, DownloadView } from '../../shared/clinic-apps/guard-bar.js';

/** The longest host that is shown whole in a sentence, in characters. */
const LONGEST_HOST = 48;

/** A host for a sentence. The end of a long one stays: it tells whose it is. */
export function shortHost(host: string): string {
  return host.length > LONGEST_HOST ? `…${host.slice(1 - LONGEST_HOST)}` : host;
}

export function outsideInWords(host: string, appName: string): string {
  return `This link leads to ${shortHost(host)}, which is not part of ${appName}.`;
}

export function leaveInWords(closes: boolean): string {
  return `This page says that something is not saved yet. ${closes ? 'Closing its window' : 'Leaving it'} may lose that.`;
}

export function popUpsInWords(open: readonly string[], appName: string): string {
  const names = [...new Set(open.map(shortHost))].join(', ');
  return `${appName} wants one more window, but ${open.length} are open already: ${names}.`;
}

/** Which of how many places the search is at. */
export function foundInWords(found: BarView['found']): string {
  if (found === null) return '';
  return found.matches === 0 ? 'Not found' : `${found.active} of ${found.matches}`;
}

export function downloadInWords({ state, percent }: DownloadView): string {
  switch (state) {
    case 'running':
      return percent === null ? 'Downloading' : `Downloading, ${percent} %`;
    case 'done':
      return 'Ready to save';
    case 'failed':
      return 'Did not arrive whole. Remove it, then download it again.';
  }
}

/** What a screen reader hears of changes that are only seen otherwise. */
export function spokenChanges({ zoomPercent, downloads, draft }: BarView): string {
  const counted = (state: DownloadView['state']): number =>
    downloads.filter((file) => file.state === state).length;
  const [running, done, failed] = [counted('running'), counted('done'), counted('failed')];
  return [
    zoomPercent === 100 ? '' : `Zoom is ${zoomPercent} %.`,
    running === 0 ? '' : `${running} ${running === 1 ? 'file is' : 'files are'} downloading.`,
    done === 0 ? '' : `${done} ${done === 1 ? 'file is' : 'files are'} ready to save.`,
    failed === 0 ? '' : `${failed} ${failed === 1 ? 'file' : 'files'} did not arrive whole.`,
    draft === null ? '' : 'There is text that you typed on this page before.',
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}
