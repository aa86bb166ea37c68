import type { Done, Refusal } from '../../shared/requests/answers.js';
import type { SaveOutcome } from '../ports/index.js';
import { type MessageCode, refusal, storageRefusal } from './messages.js';

export const DONE = { ok: true } as const;

/** Turns what the database throws into something that a person can act on. */
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

/** What became of a file that somebody was asked a place for. */
export function saveAnswer<Code extends MessageCode>(
  outcome: SaveOutcome,
  failed: Code,
): Done<{ readonly saved: boolean }> | Refusal<Code> {
  return outcome === 'failed' ? refusal(failed) : { ...DONE, saved: outcome === 'saved' };
}
