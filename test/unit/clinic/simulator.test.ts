import fc from 'fast-check';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { historyOf } from '../../support/clinic/arbitrary-clinic.js';
import { type Bug, BUGS } from '../../support/clinic/bugs.js';
import { liveInClinic } from '../../support/clinic/clinic-history.js';
import { clinicImage } from '../../support/clinic/clinic-image.js';
import { inTheSameTurn } from '../../support/clinic/same-turn.js';
import type { Scene } from '../../support/clinic/scenes.js';

/*
 * The simulator of a clinic notices what it is there for: each deliberate bug within a few histories, and nothing
 * in the same ones without it. `npm run simulate -- --clinic` lives through more.
 */

const planted = vi.hoisted(() => ({
  noAuthority: (): boolean => false,
  wallClock: (): boolean => false,
  unverifiedRemoval: (): boolean => false,
}));

vi.mock('../../../src/main/account/authority.js', async (original) => {
  const real = await original<typeof import('../../../src/main/account/authority.js')>();
  return {
    ...real,
    mayDecide: (...asked: Parameters<typeof real.mayDecide>) =>
      planted.noAuthority() || real.mayDecide(...asked),
  };
});

vi.mock('../../../src/main/clinic/offline-limit.js', async (original) => {
  const real = await original<typeof import('../../../src/main/clinic/offline-limit.js')>();
  return {
    ...real,
    withoutServerMs: (...[last, here]: Parameters<typeof real.withoutServerMs>) =>
      planted.wallClock() && last !== null
        ? here.now.wallMs - last.at.wallMs
        : real.withoutServerMs(last, here),
  };
});

vi.mock('../../../src/main/clinic/removal.js', async (original) => {
  const real = await original<typeof import('../../../src/main/clinic/removal.js')>();
  type Parts = ConstructorParameters<typeof real.RemovedHere>[0];
  return {
    ...real,
    RemovedHere: class extends real.RemovedHere {
      readonly #own: Parts;

      constructor(parts: Parts) {
        super(parts);
        this.#own = parts;
      }

      override async carryOut(): Promise<boolean | null> {
        const { account, wipe } = this.#own;
        if (!planted.unverifiedRemoval() || account.state === null) return super.carryOut();
        wipe.wipe({ clinicName: '', by: '', atMs: 0 }, () => undefined);
        return true;
      }
    },
  };
});

const SEED = 20_261_129;
const HISTORIES = 8;
/** On a computer with much else to do, in milliseconds. */
const LONGEST_MS = 60_000;

let undo = (): void => undefined;

beforeAll(async () => {
  await clinicImage();
  const { BY_THE_TEST } = await import('../../support/clinic/bugs.js');
  planted.noAuthority = () => BY_THE_TEST.noAuthority;
  planted.wallClock = () => BY_THE_TEST.wallClock;
  planted.unverifiedRemoval = () => BY_THE_TEST.unverifiedRemoval;
  undo = inTheSameTurn();
});

afterAll(() => undo());

/** @returns what broke in the first history that breaks something; `null` when none does */
async function firstBroken(scene: Scene): Promise<string | null> {
  for (const history of fc.sample(historyOf(scene), { seed: SEED, numRuns: HISTORIES }))
    try {
      await liveInClinic(history);
    } catch (error) {
      return (error as Error).message;
    }
  return null;
}

it.each(Object.entries<Bug>(BUGS))(
  'notices: %s',
  async (_name, { scene, noticed, plant }) => {
    const mend = plant();
    try {
      expect(await firstBroken(scene)).toContain(noticed);
    } finally {
      mend();
    }
  },
  LONGEST_MS,
);

it.each([...new Set(Object.values<Bug>(BUGS).map(({ scene }) => scene))])(
  'finds nothing without a bug: %s',
  async (scene) => {
    expect(await firstBroken(scene)).toBeNull();
  },
  LONGEST_MS,
);

it(
  'counts a session that an order ends in the moment in which it begins',
  async () => {
    const enter = { do: 'signIn', desk: 1, who: 1 } as const;
    await liveInClinic({
      ...{ seed: 0, desks: 3 },
      deeds: [
        { do: 'signIn', desk: 0, who: 0 },
        { do: 'trouble', desk: 1, change: { muted: true } },
        { do: 'decide', desk: 0, choice: { what: 'signOutAll' } },
        enter,
        enter,
      ],
    });
  },
  LONGEST_MS,
);
