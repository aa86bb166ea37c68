import type { Argon2Cost } from './derivation.js';

/** OWASP's least for Argon2id (Password Storage Cheat Sheet): 19 MiB, 2 passes, 1 lane. */
export const LEAST_COST: Argon2Cost = { memoryKib: 19_456, passes: 2, lanes: 1 };

/** The most memory that one sign-in takes: 256 MiB. */
export const MOST_MEMORY_KIB = 262_144;

/** How long one derivation should take on the computer at hand, in milliseconds. */
export const AIM_MS = { least: 250, most: 500 } as const;
const MIDDLE_MS = 350;

/**
 * The cost until the computer is measured, and the start of the measurement: memory and passes of RFC
 * 9106's second recommendation (section 4), on one lane.
 */
export const USUAL_COST: Argon2Cost = { memoryKib: 65_536, passes: 3, lanes: 1 };

/** The most passes, for a computer so fast that 256 MiB alone take too little time. */
const MOST_PASSES = 16;

const MIB = 1_024;

/**
 * Finds the cost at which one derivation takes 250 to 500 ms here, between OWASP's least and 256
 * MiB. Memory is raised first, because memory makes a guesser's hardware expensive.
 * @param measure how long one derivation of this cost takes now, in milliseconds
 */
export async function calibrate(
  measure: (cost: Argon2Cost) => Promise<number>,
): Promise<Argon2Cost> {
  // The faster of two runs: other load on the computer must not make passwords cheaper to guess.
  const startMs = Math.min(await measure(USUAL_COST), await measure(USUAL_COST));
  const perMibMs = startMs / (USUAL_COST.memoryKib / MIB) / USUAL_COST.passes;
  const memoryKib = clamp(
    Math.round(MIDDLE_MS / (perMibMs * USUAL_COST.passes)) * MIB,
    LEAST_COST.memoryKib,
    MOST_MEMORY_KIB,
  );
  const passes = clamp(
    Math.round(MIDDLE_MS / (perMibMs * (memoryKib / MIB))),
    memoryKib === LEAST_COST.memoryKib ? LEAST_COST.passes : USUAL_COST.passes,
    MOST_PASSES,
  );
  return { memoryKib, passes, lanes: 1 };
}

/** Whether a stored password should be derived again, because a higher cost is recommended now. */
export function isWeaker(cost: Argon2Cost, recommended: Argon2Cost): boolean {
  return (
    cost.memoryKib * cost.passes < recommended.memoryKib * recommended.passes ||
    cost.memoryKib < LEAST_COST.memoryKib
  );
}

/** The higher one of two costs, by the work for one guess. */
export function dearer(one: Argon2Cost, other: Argon2Cost): Argon2Cost {
  return isWeaker(one, other) ? other : one;
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
