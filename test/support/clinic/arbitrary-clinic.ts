import fc from 'fast-check';
import type { Choice, ClinicDeed, OwnDeed } from './clinic-deeds.js';
import type { ClinicHistory } from './clinic-history.js';
import { DESKS } from './clinic-image.js';

/* Histories of a clinic: scenes of the kind that goes wrong, with anything between them. */

const desk = fc.nat({ max: DESKS - 1 });
/** Workstations that are often switched on. */
const usual = fc.nat({ max: 2 });
const who = fc.nat({ max: 4 });
const administrator = fc.nat({ max: 1 });
const employee = fc.integer({ min: 2, max: 4 });
const which = fc.nat({ max: DESKS - 1 });

const shortMs = fc.oneof(
  fc.integer({ min: 0, max: 2_500 }),
  fc.integer({ min: 0, max: 40_000 }),
  fc.constantFrom(60_000, 71_000, 130_000),
);
const nightMs = fc.integer({ min: 3_600_000, max: 4 * 86_400_000 });

const choice: fc.Arbitrary<Choice> = fc.oneof(
  { arbitrary: fc.record({ what: fc.constantFrom('policy', 'rename'), which }), weight: 5 },
  { arbitrary: fc.record({ what: fc.constant('off'), who: employee }), weight: 2 },
  { arbitrary: fc.record({ what: fc.constantFrom('off', 'on', 'role'), who }), weight: 1 },
  { arbitrary: fc.record({ what: fc.constantFrom('apps', 'keys', 'accept') }), weight: 2 },
) as fc.Arbitrary<Choice>;

const pass = shortMs.map((ms): ClinicDeed => ({ do: 'pass', ms }));

const own: fc.Arbitrary<OwnDeed> = fc.oneof(
  fc.record({ do: fc.constantFrom('touch', 'useApp', 'kill', 'start', 'start') }),
  fc.record({ do: fc.constant('killAfter'), calls: fc.integer({ min: 0, max: 20 }) }),
  fc.record({ do: fc.constant('jumpWall'), ms: fc.integer({ min: -86_400_000, max: 86_400_000 }) }),
  fc.record({ do: fc.constant('requestEnd'), cause: fc.constantFrom('lockNow', 'signOut') }),
  fc.record({ do: fc.constant('keychain'), mood: fc.constantFrom('works', 'refuses', 'hangs') }),
  fc.record({ do: fc.constantFrom('disk', 'windows'), on: fc.boolean() }),
) as fc.Arbitrary<OwnDeed>;

const trouble = fc.oneof(
  fc.record({ mood: fc.constantFrom('works', 'cut', 'hangs') }),
  fc.record({ delayMs: fc.constantFrom(0, 30, 800, 6_000) }),
  fc.record({ muted: fc.boolean() }),
  fc.record({ withheld: fc.boolean() }),
  fc.record({ saidRemoved: fc.boolean() }),
  fc.record({ swapped: fc.boolean() }),
  fc.record({ garbled: fc.boolean() }),
);

/** Anything, at any time. */
const anything: fc.Arbitrary<ClinicDeed> = fc.oneof(
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
      how: fc.constantFrom('stranger', 'member', 'replay', 'rubbish'),
    }),
    weight: 1,
  },
) as fc.Arbitrary<ClinicDeed>;

const deedsOf = (...deeds: readonly ClinicDeed[]): readonly ClinicDeed[] => deeds;

/** Somebody works at a desk while an administrator at another one decides something. */
const atWork = fc
  .tuple(administrator, employee, choice, choice, shortMs)
  .map(([boss, other, one, two, ms]) =>
    deedsOf(
      { do: 'signIn', desk: 0, who: boss },
      { do: 'signIn', desk: 1, who: other },
      { do: 'decide', desk: 0, choice: one },
      { do: 'pass', ms },
      { do: 'decide', desk: 0, choice: two },
      { do: 'pass', ms: 1_500 },
    ),
  );

/** Two administrators decide at once. */
const atOnce = fc
  .tuple(choice, choice, shortMs)
  .map(([one, two, ms]) =>
    deedsOf(
      { do: 'signIn', desk: 0, who: 0 },
      { do: 'signIn', desk: 1, who: 1 },
      { do: 'decideBoth', desks: [0, 1], choices: [one, two] },
      { do: 'pass', ms },
    ),
  );

/** Somebody is sent away whose desk is on its way out, hangs, or hears no bell. */
const sentAway = fc
  .tuple(
    employee,
    fc.constantFrom<Parameters<typeof beforeOrder>[0]>('kill', 'dying', 'hangs', 'muted', 'none'),
    fc.integer({ min: 0, max: 12 }),
    fc.boolean(),
  )
  .map(([who, how, calls, isRemoval]) =>
    deedsOf(
      { do: 'signIn', desk: 0, who: 0 },
      { do: 'signIn', desk: 1, who },
      ...beforeOrder(how, calls),
      {
        do: 'decide',
        desk: 0,
        choice: isRemoval ? { what: 'remove', which: 1 } : { what: 'off', who },
      },
      { do: 'pass', ms: 1_700 },
      { do: 'at', desk: 1, deed: { do: 'touch' } },
      { do: 'at', desk: 1, deed: { do: 'start' } },
      { do: 'pass', ms: 74_000 },
      { do: 'at', desk: 1, deed: { do: 'touch' } },
      { do: 'pass', ms: 40_000 },
    ),
  );

function beforeOrder(
  how: 'kill' | 'dying' | 'hangs' | 'muted' | 'none',
  calls: number,
): readonly ClinicDeed[] {
  switch (how) {
    case 'kill':
      return [{ do: 'at', desk: 1, deed: { do: 'kill' } }];
    case 'dying':
      return [{ do: 'at', desk: 1, deed: { do: 'killAfter', calls } }];
    case 'hangs':
      return [{ do: 'trouble', desk: 1, change: { mood: 'hangs' } }];
    case 'muted':
      return [{ do: 'trouble', desk: 1, change: { muted: true } }];
    case 'none':
      return [];
  }
}

/** A desk is alone for longer than it may be, while somebody works there, and sets its clock. */
const longAlone = fc
  .tuple(
    employee,
    fc.constantFrom<'cut' | 'hangs'>('cut', 'hangs'),
    fc.integer({ min: -90_000_000, max: 3_600_000 }),
    fc.integer({ min: 0, max: 3_700_000 }),
  )
  .map(([who, mood, jumpMs, beforeMs]) =>
    deedsOf(
      { do: 'signIn', desk: 1, who },
      { do: 'pass', ms: 1_000 },
      { do: 'trouble', desk: 1, change: { mood } },
      { do: 'pass', ms: beforeMs },
      { do: 'at', desk: 1, deed: { do: 'jumpWall', ms: jumpMs } },
      { do: 'pass', ms: 3_700_000 - beforeMs },
      { do: 'signIn', desk: 1, who },
      { do: 'pass', ms: 30_000 },
    ),
  );

/** The server goes back to a backup. */
const restored = fc
  .tuple(choice, choice, shortMs)
  .map(([one, two, ms]) =>
    deedsOf(
      { do: 'signIn', desk: 0, who: 0 },
      { do: 'decide', desk: 0, choice: one },
      { do: 'backup' },
      { do: 'decide', desk: 0, choice: two },
      { do: 'pass', ms },
      { do: 'restore' },
      { do: 'pass', ms: 3_000 },
      { do: 'decide', desk: 0, choice: one },
    ),
  );

/** Two servers go on, each for some. */
const forked = fc
  .tuple(choice, choice, employee, shortMs)
  .map(([one, two, who, ms]) =>
    deedsOf(
      { do: 'signIn', desk: 0, who: 0 },
      { do: 'signIn', desk: 1, who: 1 },
      { do: 'pass', ms: 500 },
      { do: 'fork', desks: [1, 3] },
      { do: 'pass', ms: 2_000 },
      { do: 'decide', desk: 0, choice: one },
      { do: 'decide', desk: 1, choice: { what: 'off', who } },
      { do: 'decide', desk: 1, choice: two },
      { do: 'pass', ms },
      { do: 'reunite' },
      { do: 'pass', ms: 20_000 },
      { do: 'signIn', desk: 1, who },
      { do: 'signIn', desk: 1, who: 0 },
      { do: 'decide', desk: 1, choice: { what: 'accept' } },
    ),
  );

/** The answer to a decision is lost. */
const unheard = fc
  .tuple(choice, fc.boolean(), shortMs)
  .map(([one, dies, ms]) =>
    deedsOf(
      { do: 'signIn', desk: 0, who: 0 },
      { do: 'loseAnswer', desk: 0, dies },
      { do: 'decide', desk: 0, choice: one },
      { do: 'pass', ms },
      { do: 'at', desk: 0, deed: { do: 'start' } },
      { do: 'pass', ms: 3_000 },
    ),
  );

/** Somebody who has taken a workstation over puts things into the log. */
const hostile = fc
  .tuple(
    fc.constantFrom<'stranger' | 'member' | 'replay' | 'rubbish'>(
      ...(['stranger', 'member', 'replay', 'rubbish'] as const),
    ),
    choice,
  )
  .map(([how, one]) =>
    deedsOf(
      { do: 'signIn', desk: 0, who: 0 },
      { do: 'forge', how },
      { do: 'pass', ms: 1_000 },
      { do: 'decide', desk: 0, choice: one },
      { do: 'pass', ms: 500 },
    ),
  );

/** A server that says more than it may. */
const liar = fc.tuple(desk, trouble, shortMs).map(([index, change, ms]) =>
  deedsOf(
    { do: 'trouble', desk: index, change },
    { do: 'restartServer' },
    { do: 'pass', ms },
    {
      do: 'trouble',
      desk: index,
      change: { saidRemoved: false, garbled: false, swapped: false },
    },
  ),
);

/** Codes of an authenticator app at two desks. */
const codes = fc
  .array(fc.tuple(usual, fc.nat({ max: 3 })), { minLength: 2, maxLength: 4 })
  .map((all) =>
    all.flatMap(([index, step]) =>
      deedsOf({ do: 'spend', desk: index, who: 0, step }, { do: 'pass', ms: 200 }),
    ),
  );

const scene = fc.oneof(
  ...[atWork, atOnce, sentAway, sentAway, restored, forked, unheard, hostile, liar, codes].map(
    (arbitrary) => ({ arbitrary, weight: 2 }),
  ),
  { arbitrary: longAlone, weight: 1 },
  { arbitrary: anything.map((deed) => [deed]), weight: 14 },
);

export const anyClinicHistory: fc.Arbitrary<ClinicHistory> = fc.record({
  seed: fc.nat({ max: 1_000_000 }),
  desks: fc.integer({ min: 3, max: DESKS }),
  deeds: fc
    .array(scene, { maxLength: 10, size: 'max' })
    .map((scenes): readonly ClinicDeed[] => scenes.flat()),
});
