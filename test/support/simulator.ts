import { anyHistory } from './fakes/arbitrary-deeds.js';
import { live } from './fakes/history.js';
import { simulate } from './simulate.js';

/* Histories of a virtual computer with the real core of the app. */

// What the app would say of faults that a history makes on purpose.
process.removeAllListeners('warning');
process.on('warning', () => undefined);

await simulate({
  kinds: [{ any: anyHistory, share: 1 }],
  live,
  tell: ({ deeds, ...computer }) => [computer, ...deeds],
});
