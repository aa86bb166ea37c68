import { afterAll, afterEach, beforeAll, beforeEach, describe } from 'vitest';
import { itBeats } from './beating.js';
import { type Bench, type ServerWorld, TestClinic } from './clinic-world.js';
import { itCounts } from './counting.js';
import { itEnrols } from './enrolling.js';
import { itFails } from './failing.js';
import { itKeepsTheLog } from './logging.js';
import { itPages } from './paging.js';
import { itKeepsTrails } from './trailing.js';

/**
 * What every clinic's server does, whatever it is made of.
 * @param start makes the server, and says how to end it
 */
export function itIsAClinicServer(
  name: string,
  start: () => Promise<{ world: ServerWorld; stop: () => Promise<void> }>,
): void {
  describe(name, () => {
    let world: ServerWorld;
    let stop: (() => Promise<void>) | null = null;
    let bench: Bench;

    beforeAll(async () => {
      ({ world, stop } = await start());
    });
    afterAll(() => stop?.());
    beforeEach(async () => {
      const clinic = await TestClinic.found(world);
      bench = { world, clinic, server: await clinic.connect() };
    });
    afterEach(() => {
      world.thaw();
      bench.clinic.close();
    });

    const at = (): Bench => bench;
    itKeepsTheLog(at);
    itCounts(at);
    itEnrols(at);
    itBeats(at);
    itKeepsTrails(at);
    itPages(at);
    itFails(at);
  });
}
