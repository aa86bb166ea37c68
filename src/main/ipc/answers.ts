import type { Done, NotWritten, Refusal } from '../../shared/requests/answers.js';
import type { SaveOutcome } from '../ports/index.js';
import { type MessageCode, refusal, writeRefusal } from './messages.js';

export const DONE = { ok: true } as const;

/** Turns an error of the database, or of the clinic's server, into a refusal that a person can act on. */
export async function writing<Answer>(
  work: () => Answer | Promise<Answer>,
): Promise<Answer | Refusal<NotWritten>> {
  try {
    return await work();
  } catch (error) {
    const refused = writeRefusal(error);
    // A server that is away is no fault of this computer, and windows show it.
    if (refused.code === 'storageFailed')
      process.emitWarning(error instanceof Error ? error : String(error));
    return refused;
  }
}

/** The answer after a person was asked where to save a file. */
export function saveAnswer<Code extends MessageCode>(
  outcome: SaveOutcome,
  failed: Code,
): Done<{ readonly saved: boolean }> | Refusal<Code> {
  return outcome === 'failed' ? refusal(failed) : { ...DONE, saved: outcome === 'saved' };
}
