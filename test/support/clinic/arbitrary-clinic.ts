import fc from 'fast-check';
import { anything } from './arbitrary-clinic-deeds.js';
import type { ClinicDeed } from './clinic-deed.js';
import type { ClinicHistory } from './clinic-history.js';
import { DESKS } from './clinic-image.js';
import { type Scene, SCENES } from './scenes.js';

/* Histories of a clinic: scenes of the kind that goes wrong, with anything between them. */

const USUAL = [
  ...(['atWork', 'atOnce', 'sentAway', 'sentAway', 'restored', 'forked'] as const),
  ...(['unheard', 'hostile', 'liar', 'codes'] as const),
] satisfies readonly Scene[];

const scene = fc.oneof(
  ...USUAL.map((name) => ({
    arbitrary: SCENES[name] as fc.Arbitrary<readonly ClinicDeed[]>,
    weight: 2,
  })),
  { arbitrary: SCENES.longAlone, weight: 1 },
  { arbitrary: anything.map((deed) => [deed]), weight: 14 },
);

export const anyClinicHistory: fc.Arbitrary<ClinicHistory> = fc.record({
  seed: fc.nat({ max: 1_000_000 }),
  desks: fc.integer({ min: 3, max: DESKS }),
  deeds: fc
    .array(scene, { maxLength: 10, size: 'max' })
    .map((scenes): readonly ClinicDeed[] => scenes.flat()),
});

/** Histories in which this goes on, one time after the other. */
export function historyOf(name: Scene): fc.Arbitrary<ClinicHistory> {
  return fc.record({
    seed: fc.nat({ max: 1_000_000 }),
    desks: fc.constant(3),
    deeds: fc
      .array(SCENES[name] as fc.Arbitrary<readonly ClinicDeed[]>, { minLength: 1, maxLength: 2 })
      .map((scenes): readonly ClinicDeed[] => scenes.flat()),
  });
}
