import { anyChain } from './fakes/arbitrary-chain.js';
import { liveChain } from './fakes/chain-life.js';
import { simulate } from './simulate.js';

/* Chains of a clinic's decisions with the real judge. One in a hundred has real signatures, which take long. */

await simulate({
  kinds: [
    { any: anyChain(false), share: 0.99 },
    { any: anyChain(true), share: 0.01 },
  ],
  live: liveChain,
  tell: ({ steps }) => steps,
});
