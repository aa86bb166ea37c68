import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { readJson } from '../../../shared/texts/json.js';
import type { ManagedMemoryStore } from '../../ports/index.js';
import { orElse } from '../../ports/or-else.js';

const memorySchema = z.object({ good: z.string().nullable(), refused: z.string().nullable() });

const NOTHING_SEEN = { good: null, refused: null };

/**
 * Keeps what was last seen of a place of policies in a file beside the account. There it is as safe as the
 * account's own policy.
 */
export function managedMemory(file: string): ManagedMemoryStore {
  return {
    load() {
      // None yet, or one that cannot be read: then nothing was seen.
      const json = readJson(orElse(() => readFileSync(file, 'utf8'), ''));
      return memorySchema.safeParse(json.ok ? json.value : null).data ?? NOTHING_SEEN;
    },
    save({ good, refused }) {
      // Written whole or not at all, whenever the app dies.
      writeFileSync(`${file}.new`, JSON.stringify({ good, refused }), { mode: 0o600 });
      renameSync(`${file}.new`, file);
    },
  };
}
