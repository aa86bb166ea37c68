import { z } from 'zod';
import type { Remembered } from '../account/clinic-state.js';
import type { SeedKeys } from '../keys/seed-keys.js';
import { SealedDocument } from '../keys/sealed-document.js';
import type { IdentityStore } from '../ports/index.js';

const schema = z.strictObject({
  /** How far the chain of decisions was confirmed. */
  seq: z.int().nonnegative(),
  link: z.base64().length(44),
  accepted: z.int().nonnegative(),
  /** The time step of the last code of the authenticator app: neither it nor an earlier one counts again. */
  lastStep: z.int(),
  /**
   * Codes until this step count only if the clinic's server says that they are fresh: when the member came to
   * this computer for the first time, nobody here could know of earlier ones.
   */
  unsureTo: z.int(),
  /** The latest time at which the member signed in, by the member's own time; see `two-factor-due.ts`. */
  seenAt: z.number(),
  /** How far the clock was set back since, in milliseconds. */
  backMs: z.number().nonnegative(),
  /** Since when two-factor authentication is required: as it was decided, and by the member's own time. */
  required: z.strictObject({ at: z.number(), since: z.number() }).nullable(),
});

/** What this computer remembers of a member's sign-ins, sealed for the member alone. */
export type MemberMemory = z.infer<typeof schema>;

export function memoryName(memberId: string): string {
  return `memory/${memberId}`;
}

export class MemberMemories {
  readonly #store: IdentityStore;

  constructor(store: IdentityStore) {
    this.#store = store;
  }

  /** @returns `null` when it is missing or was changed outside the app */
  read(memberId: string, keys: SeedKeys): MemberMemory | null {
    return this.#document(memberId).read(keys.own);
  }

  /** @throws when it cannot be stored; then the previous one stays */
  write(memberId: string, keys: SeedKeys, memory: MemberMemory): void {
    this.#document(memberId).write(keys.own, memory);
  }

  #document(memberId: string): SealedDocument<MemberMemory> {
    return new SealedDocument(this.#store, memoryName(memberId), schema);
  }
}

/** The memory of a member who has never signed in with these keys. */
export function firstMemory({ seq, link, accepted }: Remembered, nowMs: number): MemberMemory {
  return {
    seq,
    link: link.toString('base64'),
    accepted,
    ...{ lastStep: -1, unsureTo: -1 },
    seenAt: nowMs,
    backMs: 0,
    required: null,
  };
}

export function positionIn({ seq, link, accepted }: MemberMemory): Remembered {
  return { seq, link: Buffer.from(link, 'base64'), accepted };
}
