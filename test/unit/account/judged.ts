import type { SignedChange } from '../../../src/main/account/changes.js';
import { type ClinicState } from '../../../src/main/account/clinic-state.js';
import type { EntryAuthor } from '../../../src/main/account/entry.js';
import { judge, type Void } from '../../../src/main/account/judge.js';
import {
  decided,
  FOUNDER,
  hashNamed,
  memberBy,
  oneOfEach,
  PRACTITIONER,
  sampleClinic,
  SECOND,
  unsigned,
} from '../../support/fakes/clinic-chain.js';

/* What the tests of the judge share: a clinic, and what a decision makes of it. */

export const clinic = sampleClinic();
export const founder = memberBy(FOUNDER);
export const second = memberBy(SECOND);
export const practitioner = memberBy(PRACTITIONER);
export const sample = oneOfEach(clinic, founder);

/** The state after a decision, or why it decides nothing. */
export function after(
  change: SignedChange,
  by: EntryAuthor = founder,
  state: ClinicState | null = clinic,
): ClinicState | Void {
  const judged = judge(state, unsigned(state, by, change));
  return judged.ok ? judged.state : judged.why;
}

/** What of a state a decision changes, besides its position. */
export function changed(change: SignedChange, by = founder, state = clinic): Partial<ClinicState> {
  const now = after(change, by, state);
  if (typeof now === 'string') throw new Error(now);
  const facts = Object.entries(now).filter(
    ([name, value]) =>
      !['seq', 'link'].includes(name) && value !== state[name as keyof ClinicState],
  );
  return Object.fromEntries(facts);
}

export const ON = {
  kind: 'twoFactor.set',
  record: hashNamed('second factor'),
  told: 'twoFactor.turnedOn',
} as const;
export const OFF = { kind: 'twoFactor.set', record: null, told: 'twoFactor.turnedOff' } as const;
/** The practitioner has a second factor, and has used a recovery code. */
export const guarded = decided(
  clinic,
  [practitioner, () => ON],
  [practitioner, () => ({ kind: 'recoveryCode.used', index: 4 })],
);
