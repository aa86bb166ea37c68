import { urlOf } from '../../../shared/texts/web-url.js';
import { say } from '../../../shared/words/say.js';
import type { Reach } from './reach.js';
import type { DownloadRefusal } from '../downloads/downloads.js';

/** The part of an address that a person should judge it by: its host, or its scheme. */
export function outsideHost(address: string): string {
  const url = urlOf(address);
  if (url === null) return say('an unknown address');
  return url.host === '' ? url.protocol : url.host;
}

/** A server asks for a user name by HTTP authentication, which guarded windows do not have. */
export function browserSignIn(appName: string, host: string, byProxy: boolean): string {
  return byProxy
    ? say(
        'The proxy {host} asks for the browser’s own sign-in, which is not shown here. Ask whoever runs your network to let this computer through without one.',
        { host },
      )
    : say(
        '{host} asks for the browser’s own sign-in, which is not shown here. Open {appName}’s sign-in page, or ask whoever runs the site for one.',
        { host, appName },
      );
}

export function copyTaken(appName: string): string {
  return say('What you copied stays in {appName}: it was taken off the clipboard.', { appName });
}

/** For a pop-up, which has no bar for a question. */
export function popUpNotSaved(appName: string): string {
  return say(
    'A window of {appName} says that something in it is not saved. Close it again to lose that.',
    { appName },
  );
}

export function documentNotThere(name: string): string {
  return say('“{name}” did not arrive whole, so it can’t be shown. Open it once more.', { name });
}

export function downloadRefused(refusal: DownloadRefusal | 'off', appName: string): string {
  switch (refusal) {
    case 'off':
      return say('Downloads are off for {appName}. An administrator can allow them.', { appName });
    case 'kind':
      return say(
        '{appName} sent a file of a kind that is not kept here, such as a program or an archive. Kept are PDF, Word, Excel and OpenDocument files, pictures, sound, film and plain text.',
        { appName },
      );
    case 'content':
      return say(
        '{appName} sent a file that does not hold what its name says. It was not kept, as it may be a program.',
        { appName },
      );
    case 'tooMany':
      return say('There are too many downloads in this window. Remove some first.');
    case 'noSpace':
      return say('The file could not be kept. Check that the disk is not full, then try again.');
  }
}

/** A page wanted to reach what is not on the internet. */
export function reachRefused(host: string, reach: Reach): string {
  return reach === 'thisComputer'
    ? say(
        'This page tried to reach a program on this computer ({host}). It may not, unless an administrator allows this app “Devices on this computer”.',
        { host },
      )
    : say(
        'This page tried to reach {host} in the clinic’s network. It may not, unless an administrator allows this app “Other computers of the clinic’s network”.',
        { host },
      );
}
