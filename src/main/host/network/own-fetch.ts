import { session } from 'electron';
import type { Fetch } from './small-file.js';

/**
 * Asks as the app itself, in a session of Electron's with no cookies and no cache: the guard of the network
 * gives it the proxy, and judges its servers, as it does for all others.
 */
export const ownFetch: Fetch = (address, init) =>
  session.fromPartition('own files', { cache: false }).fetch(address, init);
