import type { Done, Refusal } from '../../shared/requests/answers.js';
import type { SaveOutcome } from '../ports/index.js';
import { type MessageCode, refusal, storageRefusal } from './messages.js';

export const DONE = { ok: true } as const;

/** Turns an error of the database into a refusal that a person can act on. */
export async function writing<Answer>(
  work: () => Answer | Promise<Answer>,
): Promise<Answer | Refusal<'storageFailed'>> {
  try {
    return await work();
  } catch (error) {
    process.emitWarning(error instanceof Error ? error : String(error));
    return storageRefusal(error);
  }
}

/** The answer after a person was asked where to save a file. */
export function saveAnswer<Code extends MessageCode>(
  outcome: SaveOutcome,
  failed: Code,
): Done<{ readonly saved: boolean }> | Refusal<Code> {
  return outcome === 'failed' ? refusal(failed) : { ...DONE, saved: outcome === 'saved' };
}
