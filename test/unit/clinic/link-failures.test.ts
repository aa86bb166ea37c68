import { expect, it } from 'vitest';
import { SOUND_AFTER_MS } from '../../../src/main/clinic/link-machine.js';
import { VirtualClock } from '../../support/fakes/virtual-clock.js';
import { foundClinic, LinkedDesk } from './link-world.js';

it.each([
  ['that broke soon, one more failure', SOUND_AFTER_MS - 1, [1, 2, 3]],
  ['that held, none', SOUND_AFTER_MS, [1, 1, 1]],
] as const)('counts a connection %s', async (_, heldMs, expected) => {
  const clock = new VirtualClock();
  const { server, workstation } = await foundClinic(clock);
  const desk = new LinkedDesk(clock, server, workstation);
  await desk.start();
  const failures: unknown[] = [];
  for (let time = 0; time < 3; time += 1) {
    await desk.pass(heldMs);
    desk.line.mood = 'cut';
    await desk.pass(0);
    failures.push('failures' in desk.link.state ? desk.link.state.failures : null);
    desk.line.mood = 'works';
    // Somebody signs in, and waits for no pause.
    await Promise.all([desk.link.catchUp(1_000), desk.pass(0)]);
  }
  expect(failures).toEqual(expected);
});
