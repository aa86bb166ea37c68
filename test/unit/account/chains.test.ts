import fc from 'fast-check';
import { expect, it } from 'vitest';
import { anyChain } from '../../support/fakes/arbitrary-chain.js';
import { type ChainTally, liveChain } from '../../support/fakes/chain-life.js';

/*
 * Random chains of decisions, by members, strangers and those who were members once. A failure prints the
 * shortest chain that breaks a promise. The seed is fixed; `npm run simulate -- --chains N` lives more.
 */

const SEED = 20_261_128;

async function lives(signed: boolean, numRuns: number): Promise<ChainTally> {
  const all: ChainTally = { decided: 0, refused: 0, forged: 0 };
  await fc.assert(
    fc.asyncProperty(anyChain(signed), async (chain) => {
      const { decided, refused, forged } = await liveChain(chain);
      all.decided += decided;
      all.refused += refused;
      all.forged += forged;
    }),
    { seed: SEED, numRuns },
  );
  return all;
}

it('keeps every promise, whoever tries to decide what', async () => {
  const { decided, refused } = await lives(false, 2_000);
  // Enough of both, or the promises are kept by nothing that happens.
  expect(decided).toBeGreaterThan(12_000);
  expect(refused).toBeGreaterThan(12_000);
}, 60_000);

it('keeps them with real signatures, and notices those that are forged', async () => {
  const { decided, forged } = await lives(true, 100);
  expect(decided).toBeGreaterThan(500);
  expect(forged).toBeGreaterThan(20);
}, 60_000);
