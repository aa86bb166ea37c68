import { expect, it } from 'vitest';
import { VirtualClock } from '../../support/fakes/virtual-clock.js';

it('a timer of a fraction of a millisecond comes, however late it is in virtual time', async () => {
  const clock = new VirtualClock();
  await clock.run(2_592_000_000);
  let came = 0;
  // The sum of so long a time and so short a one is the long one.
  for (const ms of [1e-9, 0.3, 1.5, 17.000_000_000_1]) clock.after(ms, () => (came += 1));
  expect(clock.nextDueMs).toBe(1);
  await clock.run(18);
  expect(came).toBe(4);
});
