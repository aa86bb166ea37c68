import { z } from 'zod';
import type { ActAnswer, Answer, CannotWrite, Done, NotWritten, SaveAnswer } from './answers.js';
import {
  type EnrolmentCode,
  LONGEST_REASON,
  type LostDecisionRow,
  MOST_INVITATIONS,
  type PresenceView,
} from './clinic-views.js';
import { code, name, proofAtTheAct, serverAddress, workstationId } from './inputs.js';
import {
  answers,
  byAdministrator,
  byProvedAdministrator,
  request,
  requestsFrom,
} from './request.js';

/** Why a server gives no answer that can be used. */
export type AwayCode =
  'unreachable' | 'untrusted' | 'refused' | 'standby' | 'foreign' | 'silent' | 'full' | 'broken';

/** Why a database cannot be the clinic's. */
type FoundingCode = 'notAllowed' | 'tooOld' | 'inUse' | 'sharedServer';

export type ShareCode =
  AwayCode | FoundingCode | 'notSingle' | 'noScript' | 'different' | 'stopped' | 'keychain';

export type JoinCode =
  AwayCode | 'wrongCode' | 'hasAccount' | 'notTheClinic' | 'stopped' | 'keychain' | 'outdated';

export type MoveCode = AwayCode | FoundingCode | 'ownerRefused';

export type OfficeCode = AwayCode | 'nameTaken' | 'unknownWorkstation' | 'thisWorkstation';

/** The login of a database. It is used once and kept nowhere. */
const owner = z.strictObject({
  user: z.string().min(1).max(63),
  password: z.string().min(1).max(1_024),
});

/** Whom an order signs out. */
const whom = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('member'), memberId: z.uuid() }),
  z.strictObject({ kind: z.literal('workstation'), workstationId }),
  z.strictObject({ kind: z.literal('everybody') }),
]);
export type WhomToSignOut = z.infer<typeof whom>;

export type SignOutCode = 'notShared' | 'unknownWorkstation' | 'unknownMember';
export type DecideAgainCode = AwayCode | 'unknownDecision' | 'cannotDecide';

const byAnyone = requestsFrom({ windows: ['main'], access: 'anyone' });

/** How this computer becomes one of a clinic's workstations, and what administrators do with them. */
export const CLINIC_REQUESTS = {
  /** Only while there is no account on this computer. */
  joinClinic: byAnyone(
    { address: serverAddress, code },
    answers<Answer<JoinCode | NotWritten | 'alreadySetUp'>>(),
  ),
  /** Stops what is under way, if it is not too late: nothing has changed then. */
  stopClinicWork: request({
    windows: ['main', 'settings'],
    access: 'anyone',
    input: z.strictObject({}),
    answer: answers<Done>(),
  }),
  /** Somebody has read that this workstation was removed. */
  forgetRemoval: byAnyone({}, answers<Answer<NotWritten>>()),

  /** The account that is here is kept as a file set aside. */
  joinAnotherClinic: byAdministrator(
    { address: serverAddress, code, proof: proofAtTheAct },
    answers<ActAnswer<JoinCode>>(),
  ),
  /** Without an owner: the SQL file was run. */
  shareAccount: byAdministrator(
    {
      address: serverAddress,
      owner: owner.nullable(),
      workstationName: name,
      proof: proofAtTheAct,
    },
    answers<ActAnswer<ShareCode>>(),
  ),
  /** Asks where to save the SQL file for whoever runs the database. */
  saveServerScript: byProvedAdministrator({}, answers<SaveAnswer<'fileFailed' | CannotWrite>>()),
  inviteWorkstations: byAdministrator(
    { names: z.array(name).min(1).max(MOST_INVITATIONS), proof: proofAtTheAct },
    answers<ActAnswer<OfficeCode, { readonly codes: readonly EnrolmentCode[] }>>(),
  ),
  withdrawWorkstation: byProvedAdministrator(
    { workstationId },
    answers<Answer<CannotWrite | OfficeCode>>(),
  ),
  renameWorkstation: byProvedAdministrator(
    { workstationId, name },
    answers<Answer<CannotWrite | OfficeCode>>(),
  ),
  removeWorkstation: byAdministrator(
    { workstationId, newKeys: z.boolean(), proof: proofAtTheAct },
    answers<ActAnswer<OfficeCode>>(),
  ),
  /** Without an owner: the clinic's place is in that database already. */
  moveServer: byAdministrator(
    { address: serverAddress, owner: owner.nullable(), proof: proofAtTheAct },
    answers<ActAnswer<MoveCode>>(),
  ),
  /** Who is where. The settings window asks again and again while it shows it. */
  readPresence: byAdministrator({}, answers<Done & { readonly presence: PresenceView }>()),
  /** Signs somebody out, at other workstations too. For everybody there must be a reason. */
  signOutFromAfar: byProvedAdministrator(
    { whom, reason: z.string().trim().min(1).max(LONGEST_REASON).nullable() },
    answers<Answer<CannotWrite | SignOutCode>>(),
  ),
  /** Signs the member out at all other workstations. */
  signOutElsewhere: request({
    windows: ['main'],
    access: 'member',
    input: z.strictObject({}),
    answer: answers<Answer<NotWritten | 'notShared'>>(),
  }),
  readLostDecisions: byAdministrator(
    {},
    answers<Done & { readonly lost: readonly LostDecisionRow[] }>(),
  ),
  /** Decides a lost decision again, as it was. */
  decideAgain: byProvedAdministrator(
    { id: z.int().min(1) },
    answers<Answer<CannotWrite | DecideAgainCode>>(),
  ),
  /** Takes a lost decision off the list. */
  putAwayLostDecision: byProvedAdministrator(
    { id: z.int().min(1) },
    answers<Answer<CannotWrite | 'unknownDecision'>>(),
  ),
  /** Makes this computer independent. */
  leaveClinic: byAdministrator({ proof: proofAtTheAct }, answers<ActAnswer<OfficeCode>>()),
};
