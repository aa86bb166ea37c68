import { scramVerifier } from '../keys/scram.js';
import type { ServerFounder, ServerLogin, ServerPlace } from '../ports/index.js';
import type { Identity } from './workstation-secret.js';

/** Making roles and functions takes a slow server a while. */
const FOUND_MS = 30_000;

/** Makes the clinic's place in an empty database, for this computer alone. Rejects as the founder does. */
export function foundFor(
  { log, workstation, password }: Identity,
  founder: ServerFounder,
  place: ServerPlace,
  owner: ServerLogin,
): Promise<void> {
  const verifier = scramVerifier(password);
  return founder.found(place, owner, { log, workstation, verifier }, FOUND_MS);
}
