import fc from 'fast-check';
import type { Choice, ClinicDeed, OwnDeed } from './clinic-deed.js';
import { DESKS } from './clinic-image.js';
import type { Trouble } from './clinic-world.js';

/* What may happen in a clinic with several workstations at any time. */

const desk = fc.nat({ max: DESKS - 1 });
/** Workstations that are often switched on. */
export const usual = fc.nat({ max: 2 });
const who = fc.nat({ max: 4 });
export const administrator = fc.nat({ max: 1 });
export const employee = fc.integer({ min: 2, max: 4 });
const which = fc.nat({ max: DESKS - 1 });

export const shortMs = fc.oneof(
  fc.integer({ min: 0, max: 2_500 }),
  fc.integer({ min: 0, max: 40_000 }),
  fc.constantFrom(60_000, 71_000, 130_000),
);
const nightMs = fc.integer({ min: 3_600_000, max: 4 * 86_400_000 });

export const choice: fc.Arbitrary<Choice> = fc.oneof(
  { arbitrary: fc.record({ what: fc.constantFrom('policy', 'rename'), which }), weight: 5 },
  { arbitrary: fc.record({ what: fc.constant('off'), who: employee }), weight: 2 },
  { arbitrary: fc.record({ what: fc.constantFrom('off', 'on', 'role'), who }), weight: 1 },
  { arbitrary: fc.record({ what: fc.constantFrom('apps', 'keys', 'accept') }), weight: 2 },
  { arbitrary: fc.record({ what: fc.constant('signOut'), who }), weight: 1 },
  { arbitrary: fc.record({ what: fc.constant('signOutAt'), which }), weight: 1 },
  { arbitrary: fc.record({ what: fc.constantFrom('signOutAll', 'elsewhere') }), weight: 1 },
);

const pass = shortMs.map((ms): ClinicDeed => ({ do: 'pass', ms }));

const own: fc.Arbitrary<OwnDeed> = fc.oneof(
  fc.record({ do: fc.constantFrom('touch', 'useApp', 'kill', 'start', 'start') }),
  fc.record({ do: fc.constant('killAfter'), calls: fc.integer({ min: 0, max: 20 }) }),
  fc.record({ do: fc.constant('jumpWall'), ms: fc.integer({ min: -86_400_000, max: 86_400_000 }) }),
  fc.record({ do: fc.constant('requestEnd'), cause: fc.constantFrom('lockNow', 'signOut') }),
  fc.record({ do: fc.constant('keychain'), mood: fc.constantFrom('works', 'refuses', 'hangs') }),
  fc.record({ do: fc.constantFrom('disk', 'windows'), on: fc.boolean() }),
);

export const trouble: fc.Arbitrary<Partial<Trouble>> = fc.oneof(
  fc.record({ mood: fc.constantFrom('works', 'cut', 'hangs') }),
  fc.record({ delayMs: fc.constantFrom(0, 30, 800, 6_000) }),
  fc.record({ muted: fc.boolean() }),
  fc.record({ withheld: fc.boolean() }),
  fc.record({ saidRemoved: fc.boolean() }),
  fc.record({ swapped: fc.boolean() }),
  fc.record({ garbled: fc.boolean() }),
);

/** Anything, at any time. */
export const anything: fc.Arbitrary<ClinicDeed> = fc.oneof(
  { arbitrary: pass, weight: 5 },
  { arbitrary: fc.record({ do: fc.constant('signIn'), desk: usual, who }), weight: 4 },
  { arbitrary: fc.record({ do: fc.constant('decide'), desk: usual, choice }), weight: 4 },
  { arbitrary: fc.record({ do: fc.constant('at'), desk, deed: own }), weight: 3 },
  { arbitrary: fc.record({ do: fc.constant('trouble'), desk, change: trouble }), weight: 3 },
  {
    arbitrary: fc.record({
      do: fc.constant('spend'),
      desk: usual,
      who: fc.constant(0),
      step: fc.nat({ max: 3 }),
    }),
    weight: 2,
  },
  {
    arbitrary: fc.record({ do: fc.constant('loseAnswer'), desk: usual, dies: fc.boolean() }),
    weight: 1,
  },
  { arbitrary: fc.record({ do: fc.constant('night'), ms: nightMs }), weight: 1 },
  {
    arbitrary: fc.record({
      do: fc.constantFrom('fallAsleep', 'wake', 'switchOff', 'switchOn'),
      desk,
    }),
    weight: 2,
  },
  {
    arbitrary: fc.record({
      do: fc.constantFrom('backup', 'restore', 'restartServer', 'noBell', 'bell'),
    }),
    weight: 1,
  },
  {
    arbitrary: fc.record({
      do: fc.constant('forge'),
      how: fc.constantFrom('stranger', 'member', 'replay', 'rubbish', 'beat'),
    }),
    weight: 1,
  },
);
