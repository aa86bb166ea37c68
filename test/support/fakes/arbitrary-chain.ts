import fc from 'fast-check';
import { ROLES } from '../../../src/shared/people/role.js';
import { LIES } from './chain-lies.js';
import type { Chain, Step } from './chain-life.js';

/** Somebody of a clinic with few people, so that they often have to do with each other. */
const person = fc.nat({ max: 5 });

const common = {
  about: person,
  role: fc.constantFrom('administrator' as const, ...ROLES),
  flag: fc.boolean(),
  index: fc.nat({ max: 3 }),
};

const KINDS = [
  ...(['member.added', 'member.added', 'member.access', 'member.access'] as const),
  ...(['member.role', 'member.role', 'member.keys', 'member.keys', 'member.invited'] as const),
  ...(['emergencyKit.made', 'keys.rotated', 'twoFactor.set', 'twoFactor.set'] as const),
  ...(['recoveryCode.used', 'recoveryCode.used', 'twoFactor.reset', 'rules.set'] as const),
  ...(['badge.set', 'badge.set', 'badge.removed', 'language.chosen', 'guide.read'] as const),
  ...(['policy.set', 'policy.imported', 'apps.changed', 'account.accepted', 'trail.kept'] as const),
] as const;
const COMPUTER_KINDS = [
  ...(['workstation.invited', 'workstation.invited', 'workstation.invited'] as const),
  ...(['workstation.removed', 'workstation.named', 'workstation.withdrawn'] as const),
  ...(['clinic.shared', 'clinic.shared', 'server.set', 'clinic.left'] as const),
  ...(['session.ended', 'session.ended', 'session.ended'] as const),
  ...(['laterPassed', 'later'] as const),
] as const;
const kind = fc.constantFrom(...KINDS, ...COMPUTER_KINDS);

/** Somebody who often may decide it. */
const often = {
  ...common,
  author: person,
  asAdministrator: fc.constantFrom(true, true, false),
  as: fc.constant('member' as const),
  key: fc.constant('own' as const),
};

/** Says nothing that is wrong. */
const honest: fc.Arbitrary<Step> = fc.record({ ...often, kind, lie: fc.constant('none' as const) });

/** Names other keys of the clinic, or another share, than the decision must. */
const careless: fc.Arbitrary<Step> = fc.record({
  ...often,
  kind: fc.constantFrom(
    ...(['member.access', 'member.role', 'member.keys', 'keys.rotated'] as const),
    ...(['workstation.removed', 'clinic.shared'] as const),
  ),
  lie: fc.constantFrom('rotation', 'share', 'epoch', 'administrators', 'box'),
});

/** Somebody sets a new password with a code on paper. */
const recovering: fc.Arbitrary<Step> = fc.record({
  ...common,
  author: person,
  asAdministrator: fc.boolean(),
  as: fc.constantFrom('invitation', 'emergencyKit'),
  key: fc.constantFrom('own', 'own', 'earlier', 'somebody'),
  kind: fc.constant('member.keys' as const),
  lie: fc.constantFrom('none', 'none', 'version', 'share'),
});

/** A computer with a code on paper. */
const enrolling: fc.Arbitrary<Step> = fc
  .record({
    ...common,
    author: person,
    asAdministrator: fc.boolean(),
    as: fc.constant('enrolment' as const),
    key: fc.constantFrom('own', 'own', 'own', 'earlier', 'somebody'),
    kind: fc.constant('workstation.enrolled' as const),
    lie: fc.constant('none' as const),
  })
  // For itself, but for one in eight.
  .map((step) => (step.index === 3 && step.flag ? step : { ...step, about: step.author }));

const hostile: fc.Arbitrary<Step> = fc.record({
  ...common,
  author: person,
  asAdministrator: fc.constantFrom(true, false, false),
  as: fc.constantFrom('member', 'member', 'invitation', 'emergencyKit', 'enrolment'),
  key: fc.constantFrom('own', 'earlier', 'somebody'),
  kind: fc.constantFrom(
    ...KINDS,
    ...COMPUTER_KINDS,
    ...(['clinic.founded', 'workstation.enrolled'] as const),
  ),
  lie: fc.constantFrom(...LIES),
});

/** Decisions of members, of strangers, and of those who were members once. */
export function anyChain(signed: boolean): fc.Arbitrary<Chain> {
  return fc.record({
    signed: fc.constant(signed),
    steps: fc.array(
      fc.oneof(
        { arbitrary: honest, weight: 5 },
        { arbitrary: careless, weight: 1 },
        { arbitrary: recovering, weight: 1 },
        { arbitrary: enrolling, weight: 1 },
        { arbitrary: hostile, weight: 3 },
      ),
      { maxLength: 30, size: 'max' },
    ),
  });
}
