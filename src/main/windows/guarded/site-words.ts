import type { DownloadRefusal } from './downloads.js';

/** What an address leads to, as far as a person should judge by it: its host, or its scheme. */
export function outsideHost(address: string): string {
  try {
    const { host, protocol } = new URL(address);
    return host === '' ? protocol : host;
  } catch {
    return 'an unknown address';
  }
}

/** Of a pop-up, which has no bar to be asked in. */
export function popUpNotSaved(appName: string): string {
  return `A window of ${appName} says that something in it is not saved. Close it again to lose that.`;
}

export function downloadRefused(refusal: DownloadRefusal | 'off', appName: string): string {
  switch (refusal) {
    case 'off':
      return `Downloads are off for ${appName}. An administrator can allow them.`;
    case 'program':
      return `${appName} sent a program. It was not kept: programs can’t be downloaded here.`;
    case 'tooMany':
      return 'There are too many downloads in this window. Remove some first.';
    case 'noSpace':
      return 'The file could not be kept. Check that the disk is not full, then try again.';
  }
}
