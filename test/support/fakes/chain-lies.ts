import type { SignedChange } from '../../../src/main/account/changes.js';
import type { ClinicState } from '../../../src/main/account/clinic-state.js';
import { hashNamed, rotationAfter, seedNamed } from './clinic-chain.js';

/** What can be wrong on purpose with a try to decide something. */
export const LIES = [
  ...(['none', 'version', 'rotation', 'share', 'epoch', 'administrators', 'box'] as const),
  ...(['clinic', 'place', 'replay'] as const),
] as const;
type Lie = (typeof LIES)[number];

/** The change with what is wrong with it on purpose, if it is about the clinic's keys. */
export function lied(change: SignedChange, lie: Lie, state: ClinicState): SignedChange {
  const isAbout = change.kind === 'member.access' || change.kind === 'member.role';
  if (lie === 'rotation' && isAbout)
    return { ...change, rotation: change.rotation === null ? rotationAfter(state) : null };
  if (lie === 'share' && (isAbout || change.kind === 'member.keys'))
    return { ...change, share: change.share === null ? hashNamed('a share too many') : null };
  if (!('rotation' in change) || change.rotation === null) return change;
  const { shares } = change.rotation;
  const lies: Partial<Record<Lie, Partial<ClinicState['shares']>>> = {
    epoch: { epoch: shares.epoch + 1 },
    administrators: { administrators: seedNamed('thief').publicKeys.opening },
    box: { box: state.shares.box },
  };
  return { ...change, rotation: { ...change.rotation, shares: { ...shares, ...lies[lie] } } };
}
