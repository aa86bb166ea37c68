import type { Refusal } from '../../shared/requests/answers.js';
import { storageRefusal } from './messages.js';

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
