import { beforeEach, expect, it } from 'vitest';
import { Clearing } from '../../../src/main/clinic-apps/clearing.js';
import { ClinicAppJournal } from '../../../src/main/clinic-apps/journal.js';
import { SIGN_OUT_BOUND_MS, SignOutCalls } from '../../../src/main/clinic-apps/sign-out-calls.js';
import type { LeftByApp } from '../../../src/main/ports/index.js';
import { MemoryAudit } from '../../support/fakes/memory-audit.js';
import { VirtualClock } from '../../support/fakes/virtual-clock.js';
import { settingsOf } from '../../support/fakes/clinic-app-world.js';

const OUT = 'https://portal.clinic.example/out';

let clock: VirtualClock;
let clearing: Clearing;
let done: string[];
beforeEach(() => {
  clock = new VirtualClock();
  const journal = new ClinicAppJournal(new MemoryAudit(), clock);
  clearing = new Clearing({ signOutCalls: new SignOutCalls({ clock, journal }), clock });
  done = [];
});

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** What an app left whose site answers at once, or never. */
function leftBy(changes: { isTest?: boolean; answers?: boolean } = {}): LeftByApp {
  const { isTest = false, answers = true } = changes;
  const note = (what: string): Promise<void> => {
    done.push(what);
    return Promise.resolve();
  };
  return {
    app: { ...settingsOf({ signOutAddress: OUT }), id: 'portal', icon: null, authorities: [] },
    isTest,
    partition: {
      call: async (address) => {
        await note(`called ${address}`);
        return answers ? 200 : new Promise<number>(() => undefined);
      },
      wipeStorage: () => note('storage deleted'),
      wipe: () => note('all deleted'),
    },
  };
}

it('signs out at the site before its cookies are deleted', async () => {
  await clearing.clear([leftBy()], 'member-1');
  expect(done).toEqual(['storage deleted', `called ${OUT}`, 'all deleted']);
});

it('signs out nowhere after a test, where nobody signed in', async () => {
  await clearing.clear([leftBy({ isTest: true })], 'member-1');
  expect(done).toEqual(['storage deleted', 'all deleted']);
});

it('is waited for while it runs, and no longer than the bound', async () => {
  clearing.keep(clearing.clear([leftBy({ answers: false })], 'member-1'));
  let isCleared = false;
  const cleared = clearing.whenCleared(60_000).then(() => (isCleared = true));
  const bounded = clearing.whenCleared(1_000);
  await clock.run(1_000, settled);
  await bounded;
  expect(isCleared).toBe(false);
  await clock.run(SIGN_OUT_BOUND_MS - 1_000, settled);
  await cleared;
  expect(done).toContain('all deleted');
  await clearing.whenCleared(0);
});
