import fc from 'fast-check';
import {
  choice,
  administrator,
  employee,
  shortMs,
  trouble,
  usual,
} from './arbitrary-clinic-deeds.js';
import type { Choice, ClinicDeed } from './clinic-deed.js';
import type { Trouble } from './clinic-world.js';
import type { Forgery } from './forgery.js';

/* Scenes of the kind that goes wrong in a clinic with several workstations. */

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

type Way = 'kill' | 'dying' | 'hangs' | 'muted' | 'none';

/** Somebody is sent away whose desk is on its way out, hangs, or hears no bell. */
function sentAwayBy(...ways: readonly Way[]): fc.Arbitrary<readonly ClinicDeed[]> {
  return fc
    .tuple(
      employee,
      fc.constantFrom(...ways),
      fc.integer({ min: 0, max: 12 }),
      fc.constantFrom<'remove' | 'off' | 'signOut' | 'signOutAt'>(
        ...(['remove', 'off', 'signOut', 'signOutAt'] as const),
      ),
    )
    .map(([who, how, calls, what]) =>
      deedsOf(
        { do: 'signIn', desk: 0, who: 0 },
        { do: 'signIn', desk: 1, who },
        ...beforeOrder(how, calls),
        {
          do: 'decide',
          desk: 0,
          choice: what === 'off' || what === 'signOut' ? { what, who } : { what, which: 1 },
        },
        { do: 'pass', ms: 1_700 },
        { do: 'at', desk: 1, deed: { do: 'touch' } },
        { do: 'at', desk: 1, deed: { do: 'start' } },
        { do: 'pass', ms: 74_000 },
        { do: 'at', desk: 1, deed: { do: 'touch' } },
        { do: 'pass', ms: 40_000 },
      ),
    );
}

const sentAway = sentAwayBy('kill', 'dying', 'hangs', 'muted', 'none');

function beforeOrder(how: Way, calls: number): readonly ClinicDeed[] {
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
function unheardOf(what: fc.Arbitrary<Choice>): fc.Arbitrary<readonly ClinicDeed[]> {
  return fc
    .tuple(what, fc.boolean(), shortMs)
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
}

const unheard = unheardOf(choice);

/** Somebody who has taken a workstation over puts things into the log, or says things in the name of others. */
function forgedBy(...ways: readonly Forgery[]): fc.Arbitrary<readonly ClinicDeed[]> {
  return fc
    .tuple(fc.constantFrom(...ways), choice)
    .map(([how, one]) =>
      deedsOf(
        { do: 'signIn', desk: 0, who: 0 },
        { do: 'forge', how },
        { do: 'pass', ms: how === 'beat' ? 200_000 : 1_000 },
        { do: 'decide', desk: 0, choice: one },
        { do: 'pass', ms: 500 },
      ),
    );
}

const hostile = forgedBy('stranger', 'member', 'replay', 'rubbish', 'beat');

/** A server that says more than it may. */
function liarWith(change: fc.Arbitrary<Partial<Trouble>>): fc.Arbitrary<readonly ClinicDeed[]> {
  return fc.tuple(usual, change, shortMs).map(([index, lie, ms]) =>
    deedsOf(
      { do: 'trouble', desk: index, change: lie },
      { do: 'restartServer' },
      { do: 'pass', ms: ms + 31_000 },
      {
        do: 'trouble',
        desk: index,
        change: { saidRemoved: false, garbled: false, swapped: false },
      },
    ),
  );
}

const liar = liarWith(trouble);

/** Codes of an authenticator app at two desks. */
const codes = fc
  .array(fc.tuple(usual, fc.nat({ max: 3 })), { minLength: 2, maxLength: 4 })
  .map((all) =>
    all.flatMap(([index, step]) =>
      deedsOf({ do: 'spend', desk: index, who: 0, step }, { do: 'pass', ms: 200 }),
    ),
  );

export const SCENES = {
  ...{ atWork, atOnce, sentAway, longAlone, restored, forked, unheard, hostile, codes },
  liar,
  /** Of these, single ones. */
  muted: sentAwayBy('muted'),
  whileClosed: sentAwayBy('kill'),
  unheardApps: unheardOf(fc.constant({ what: 'apps' })),
  stranger: forgedBy('stranger'),
  member: forgedBy('member'),
  strangeBeat: forgedBy('beat'),
  saidRemoved: liarWith(fc.constant({ saidRemoved: true })),
} as const;

export type Scene = keyof typeof SCENES;
