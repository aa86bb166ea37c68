import { checkAgreement } from './clinic-agreement.js';
import { clinicImage } from './clinic-image.js';
import type { ClinicDeed } from './clinic-deed.js';
import { happen } from './clinic-deeds.js';
import { ClinicKeeper } from './clinic-keeper.js';
import { ClinicWorld } from './clinic-world.js';

/** Some days of a clinic with several workstations. Plain data: the same history always goes the same way. */
export interface ClinicHistory {
  /** Of the chances that workstations take, such as when to try again. */
  readonly seed: number;
  /** How many are switched on at the start; the others may come later. */
  readonly desks: number;
  readonly deeds: readonly ClinicDeed[];
}

/** How long each history lasts, in milliseconds: 30 days. */
const WHOLE_MS = 30 * 86_400_000;
/** So much of it is left for the end, when nothing is wrong any more. */
const END_MS = 3_600_000;
/** Within this time all agree after the last fault, in milliseconds, or a little after. */
const AGREED_MS = 60_000;
/** Whoever waits before the next try to connect does so for half a minute at the most. */
const WAITING_MS = 36_000;

/**
 * Lives through a history, heals what it broke, and checks that everybody agrees.
 * @throws when a promise is broken, with the promise and the moment
 */
export async function liveInClinic(history: ClinicHistory): Promise<void> {
  const world = new ClinicWorld(await clinicImage(), history.seed);
  const keeper = new ClinicKeeper(world);
  for (const [index, desk] of world.desks.entries()) {
    if (index < history.desks) await desk.start();
    else desk.isOff = true;
    world.reconsider(index);
  }
  await world.run(2_000);
  for (const deed of history.deeds) {
    if ('ms' in deed && world.passedMs + deed.ms > WHOLE_MS - END_MS) continue;
    await happen(world, keeper, deed);
  }
  await heal(world, keeper);
}

async function heal(world: ClinicWorld, keeper: ClinicKeeper): Promise<void> {
  await happen(world, keeper, { do: 'night', ms: WHOLE_MS - END_MS - world.passedMs });
  world.heal();
  const isRunning = world.desks.map(({ app, isOff }) => app !== null || isOff);
  for (const [index, desk] of world.desks.entries()) {
    desk.keychain.mood = 'works';
    desk.ownKeychain.mood = 'works';
    desk.disk = true;
    if (desk.isOff) continue;
    if (desk.isAsleep) await happen(world, keeper, { do: 'wake', desk: index });
    if (isRunning[index] !== true) {
      await happen(world, keeper, { do: 'at', desk: index, deed: { do: 'start' } });
    }
  }
  for (const index of world.desks.keys()) world.reconsider(index);
  await world.run(AGREED_MS + WAITING_MS);
  checkAgreement(world);
  for (const desk of world.desks) if (!desk.isOff) await desk.keeper.heal();
}
