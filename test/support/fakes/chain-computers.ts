import type { ComputerChange } from '../../../src/main/account/judge-computers.js';
import type {
  LaterChange,
  SignedChange,
  SignedChangeOf,
} from '../../../src/main/account/changes.js';
import type { ClinicState } from '../../../src/main/account/clinic-state.js';
import type { EntryAuthor } from '../../../src/main/account/entry.js';
import type { PublicKeys } from '../../../src/main/keys/seed-keys.js';
import {
  decided,
  FOUNDER,
  hashNamed,
  idOf,
  memberBy,
  rotationAfter,
  sampleClinic,
  SECOND,
  seedNamed,
} from './clinic-chain.js';

/* What a clinic decides about its computers, with as little to write as possible. */

export const LOG = '00000000-0000-4000-a000-000000000001';

/** @param desk 0 to 9 */
export function deskOf(desk: number): string {
  return `00000000-0000-4000-9000-00000000000${desk}`;
}

/** The one that shared the account, one more, and one with a code on paper. */
export const FIRST_DESK = deskOf(0);
export const SECOND_DESK = deskOf(1);
export const INVITED_DESK = deskOf(2);
const NEW_DESK = deskOf(3);

const SERVER = { addresses: [{ host: 'server.clinic.example', port: 5432 }], database: 'clinic' };

export function codeOf(desk: string): EntryAuthor {
  return { as: 'enrolment', id: desk, key: seedNamed(`code of ${desk}`).publicKeys.signing };
}

export function sharedBy(desk = FIRST_DESK): SignedChangeOf<'clinic.shared'> {
  const workstation = { ...seedNamed(desk).publicKeys, id: desk, name: 'Reception 1' };
  const keys = { epoch: 1, box: hashNamed('log keys 1') };
  return { kind: 'clinic.shared', log: LOG, server: SERVER, workstation, keys };
}

export function deskInvited(desk: string): SignedChangeOf<'workstation.invited'> {
  const code = seedNamed(`code of ${desk}`).publicKeys;
  const about = { workstation: desk, name: 'Exam room 2', code, until: 90_000 };
  return { kind: 'workstation.invited', ...about };
}

export function deskEnrolled(desk: string): SignedChangeOf<'workstation.enrolled'> {
  const keys = seedNamed(desk).publicKeys;
  return { kind: 'workstation.enrolled', workstation: desk, keys };
}

/** With new keys of the log. */
export function deskRemoved(
  desk: string,
  { shared, seq }: Pick<ClinicState, 'shared' | 'seq'>,
): SignedChangeOf<'workstation.removed'> {
  const keys = { epoch: (shared?.keys.epoch ?? 0) + 1, box: hashNamed(`log keys ${seq}`) };
  return { kind: 'workstation.removed', workstation: desk, keys };
}

/** An order to sign out; everybody, if it names nobody. */
export function signedOut(
  whom: Partial<SignedChangeOf<'session.ended'>>,
): SignedChangeOf<'session.ended'> {
  const everybody = { memberId: null, workstation: null, except: null, reason: null };
  return { kind: 'session.ended', ...everybody, ...whom };
}

/** The sample clinic, shared: two computers, and a code on paper for a third. */
export function sharedClinic(): ClinicState {
  const founder = memberBy(FOUNDER);
  return decided(
    sampleClinic(),
    [founder, () => sharedBy()],
    [founder, () => deskInvited(SECOND_DESK)],
    [codeOf(SECOND_DESK), () => deskEnrolled(SECOND_DESK)],
    [founder, () => deskInvited(INVITED_DESK)],
  );
}

/** One decision of each kind; all but the first may follow the {@link sharedClinic}. */
export function computerChanges(state: ClinicState): {
  readonly [Kind in ComputerChange['kind']]: SignedChangeOf<Kind>;
} {
  return {
    'clinic.shared': sharedBy(),
    'server.set': { kind: 'server.set', server: { ...SERVER, database: 'other' } },
    'workstation.invited': deskInvited(NEW_DESK),
    'workstation.withdrawn': { kind: 'workstation.withdrawn', workstation: INVITED_DESK },
    'workstation.enrolled': deskEnrolled(INVITED_DESK),
    'workstation.named': { kind: 'workstation.named', workstation: SECOND_DESK, name: 'Lab' },
    'workstation.removed': deskRemoved(SECOND_DESK, state),
    'clinic.left': { kind: 'clinic.left', rotation: rotationAfter(state) },
    'session.ended': signedOut({ memberId: SECOND, reason: 'You forgot to sign out.' }),
  };
}

/** What a try to decide about the clinic's computers says. */
interface ComputerStep {
  readonly kind: ComputerChange['kind'];
  readonly about: number;
  readonly flag: boolean;
  readonly index: number;
  readonly lie: string;
}

/** @param fresh makes the public keys of a name */
export function computerStep(
  { kind, about, flag, index, lie }: ComputerStep,
  state: ClinicState,
  fresh: (name: string) => PublicKeys,
): ComputerChange {
  const desk = deskOf(about);
  const own = { ...fresh(`${desk} ${state.seq}`) };
  switch (kind) {
    case 'clinic.shared': {
      const made = sharedBy(desk);
      const keys = { ...made.keys, epoch: lie === 'epoch' ? 2 : 1 };
      return { ...made, keys, workstation: { ...made.workstation, ...own } };
    }
    case 'workstation.invited':
      return { ...deskInvited(desk), code: fresh(`code ${state.seq}`) };
    case 'workstation.enrolled':
      return { ...deskEnrolled(desk), keys: own };
    case 'workstation.removed': {
      const made = deskRemoved(desk, state);
      if (made.keys === null || flag) return { ...made, keys: null };
      // A key with the number 0 could not even be written.
      const epoch = Math.max(1, made.keys.epoch + (lie === 'epoch' ? index - 1 : 0));
      return { ...made, keys: { ...made.keys, epoch } };
    }
    case 'workstation.withdrawn':
    case 'workstation.named':
      return { ...computerChanges(state)[kind], workstation: desk };
    case 'server.set':
    case 'clinic.left':
      return computerChanges(state)[kind];
    case 'session.ended': {
      const except = index === 2 ? deskOf(about) : null;
      if (index === 3 && flag) return signedOut({ except });
      if (index === 1 && !flag) return signedOut({ workstation: desk });
      const ofMember = signedOut({ memberId: idOf(about), except });
      return flag ? { ...ofMember, way: 'oneSession' } : ofMember;
    }
  }
}

/** A decision of a later version, as it is read. */
export function later(mayPass: boolean): LaterChange {
  return { kind: 'later', mayPass };
}

/** The same, as that version writes it. */
export function writtenLater(mayPass: boolean): SignedChange {
  // What this version does not know has no type here.
  return { kind: 'moon.landed', mayPass, by: ['Ann', 7] } as unknown as SignedChange;
}
