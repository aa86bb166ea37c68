import type { TrailSigner } from '../../../src/main/ports/index.js';

/** For a trail in memory, which nobody signs. */
export const NO_SIGNER: TrailSigner = {
  sessionBegins: () => undefined,
  sessionEnds: () => undefined,
};
