import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { readJson } from '../../../shared/texts/json.js';
import type { ManagedMemory, ManagedMemoryStore } from '../../ports/index.js';

const NOTHING_SEEN: ManagedMemory = { good: null, refused: null };

/**
 * Keeps what was last seen of a place of policies in a file beside the account. There it is as safe as the
 * account's own policy.
 */
export function managedMemory(file: string): ManagedMemoryStore {
  return {
    load() {
      try {
        const json = readJson(readFileSync(file, 'utf8'));
        return json.ok && isMemory(json.value) ? json.value : NOTHING_SEEN;
      } catch {
        // None yet, or one that cannot be read: then nothing was seen.
        return NOTHING_SEEN;
      }
    },
    save({ good, refused }) {
      // Written whole or not at all, whenever the app dies.
      writeFileSync(`${file}.new`, JSON.stringify({ good, refused }), { mode: 0o600 });
      renameSync(`${file}.new`, file);
    },
  };
}

function isMemory(value: unknown): value is ManagedMemory {
  if (typeof value !== 'object' || value === null) return false;
  const { good, refused } = value as Partial<Record<keyof ManagedMemory, unknown>>;
  return [good, refused].every((text) => text === null || typeof text === 'string');
}
