import type { Bridge } from '../shared/requests/requests.js';

declare global {
  interface Window {
    /** What `src/preload` offers; the only way from a window to the main process. */
    readonly clinic: Bridge;
  }
}
