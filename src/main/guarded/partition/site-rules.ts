import type { WebContents } from 'electron';
import { answerWindowOpen } from '../pop-ups/pop-ups.js';
import { SitePartition } from './site-partition.js';

/**
 * Keeps a page of a clinic app within the app, and its pop-ups too: Electron makes them in the same
 * partition. The partition itself refuses what gets past these events. They come first, so that the page
 * stays where it is.
 * @returns whether it is a page of a clinic app
 */
export function keepWithinItsApp(contents: WebContents): boolean {
  const partition = SitePartition.of(contents);
  if (partition === undefined) return false;
  const stayWithin = (event: Electron.Event, address: string, isPage: boolean): void => {
    if (partition.mayShow(address)) return;
    event.preventDefault();
    if (!isPage && partition.documents.takeData(contents, address)) return;
    partition.events?.onRefused(contents, address, isPage);
  };
  contents.on('will-navigate', (details) => stayWithin(details, details.url, true));
  contents.on('will-redirect', (details) => stayWithin(details, details.url, details.isMainFrame));
  contents.on('will-frame-navigate', (details) => {
    if (!details.isMainFrame) stayWithin(details, details.url, false);
  });
  contents.on('select-bluetooth-device', (event, _devices, choose) => {
    event.preventDefault();
    choose('');
  });
  partition.documents.watch(contents);
  // Calls use only the way to the internet, so that no page learns addresses in the clinic's network.
  if (!partition.rules.allows.clinicNetwork)
    contents.setWebRTCIPHandlingPolicy('default_public_interface_only');
  // Nobody answers, so Chromium goes on without a sign-in.
  contents.on('login', (_event, _details, { host, isProxy }) =>
    partition.events?.onSignInAsked(host, isProxy),
  );
  contents.setWindowOpenHandler(({ url }) => answerWindowOpen(contents, partition, url));
  return true;
}
