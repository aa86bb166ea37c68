import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  AIM_MS,
  calibrate,
  dearer,
  isWeaker,
  LEAST_COST,
  MOST_MEMORY_KIB,
  USUAL_COST,
} from '../../../src/main/keys/argon2-cost.js';
import type { Argon2Cost } from '../../../src/main/keys/derivation.js';

/** A computer that takes this long for one pass over one MiB. */
function computer(msPerMibPass: number): (cost: Argon2Cost) => Promise<number> {
  return ({ memoryKib, passes }) => Promise.resolve((memoryKib / 1_024) * passes * msPerMibPass);
}

describe('the cost of a password', () => {
  it.each([
    ['a small old computer', 2.5],
    ['a usual one', 0.6],
    ['a fast one', 0.3],
    ['a very fast one', 0.1],
  ])('on %s takes 250 to 500 ms', async (_which, speed) => {
    const measure = computer(speed);
    const tookMs = await measure(await calibrate(measure));
    expect(tookMs).toBeGreaterThanOrEqual(AIM_MS.least);
    expect(tookMs).toBeLessThanOrEqual(AIM_MS.most);
  });

  it('is never under OWASP’s least nor over 256 MiB, whatever was measured', async () => {
    await fc.assert(
      fc.asyncProperty(fc.double({ min: 0, max: 1_000, noNaN: true }), async (speed) => {
        const { memoryKib, passes, lanes } = await calibrate(computer(speed));
        expect(memoryKib).toBeGreaterThanOrEqual(LEAST_COST.memoryKib);
        expect(memoryKib).toBeLessThanOrEqual(MOST_MEMORY_KIB);
        expect(passes).toBeGreaterThanOrEqual(LEAST_COST.passes);
        expect(lanes).toBe(1);
        expect(Number.isInteger(memoryKib) && Number.isInteger(passes)).toBe(true);
      }),
    );
  });

  it('does not get lower when one measurement is disturbed', async () => {
    const usual = computer(0.6);
    let first = true;
    const disturbed = async (cost: Argon2Cost): Promise<number> => {
      const ms = await usual(cost);
      const factor = first ? 8 : 1;
      first = false;
      return ms * factor;
    };
    expect(await calibrate(disturbed)).toEqual(await calibrate(usual));
  });
});

describe('a stored cost', () => {
  it('is weaker when a guess takes less work, or when it is under the least memory', () => {
    expect(isWeaker(LEAST_COST, USUAL_COST)).toBe(true);
    expect(isWeaker(USUAL_COST, USUAL_COST)).toBe(false);
    expect(isWeaker({ memoryKib: 1_024, passes: 900, lanes: 1 }, USUAL_COST)).toBe(true);
  });

  it('the higher of two costs is found', () => {
    expect(dearer(LEAST_COST, USUAL_COST)).toBe(USUAL_COST);
    expect(dearer(USUAL_COST, LEAST_COST)).toBe(USUAL_COST);
  });
});
