import type { Refusal } from '../../shared/requests/answers.js';
import type { AwayCode, CLINIC_REQUESTS } from '../../shared/requests/clinic.js';
import { say } from '../../shared/words/say.js';
import type { KeyRing } from '../identity/key-ring.js';
import type { LostDecisions, LostProblem } from '../ports/index.js';
import { DONE, writing } from './answers.js';
import { moveRefusal, officeRefusal, signOutRefusal } from './clinic-messages.js';
import type { HandlersOf } from './gate.js';
import { lostRow } from './lost-decision-words.js';
import { refusal } from './messages.js';

export interface LostDecisionHandlerParts {
  readonly keys: Pick<KeyRing, 'authorFor'>;
  readonly clinic: { readonly lost: LostDecisions };
}

type LostRequests = Pick<
  typeof CLINIC_REQUESTS,
  'readLostDecisions' | 'decideAgain' | 'putAwayLostDecision'
>;

/** What administrators decide again after the clinic's server went on without it. */
export function lostDecisionHandlers({
  keys,
  clinic: { lost },
}: LostDecisionHandlerParts): HandlersOf<LostRequests> {
  return {
    readLostDecisions: async (_input, { member }) => ({
      ...DONE,
      lost: (await lost.list(member.id)).map(lostRow),
    }),
    decideAgain: ({ id }, { member }) =>
      writing(async () => {
        const decided = await lost.decideAgain(id, keys.authorFor(member));
        return decided.ok ? DONE : lostRefusal(decided.code);
      }),
    putAwayLostDecision: ({ id }) =>
      writing(async () => {
        const away = await lost.putAway(id);
        return away.ok ? DONE : unknownDecision();
      }),
  };
}

function unknownDecision(): Refusal<'unknownDecision'> {
  const message = say('That decision is not on the list any more.');
  return { ok: false, code: 'unknownDecision', message };
}

function lostRefusal(code: LostProblem): Refusal<AwayCode | 'unknownDecision' | 'cannotDecide'> {
  const cannot = (message: string): Refusal<'cannotDecide'> => ({
    ...{ ok: false, code: 'cannotDecide', message },
  });
  switch (code) {
    case 'unknownDecision':
      return unknownDecision();
    case 'cannotDecide':
      return cannot(
        say('That cannot be decided again as it was. The list says what to do instead.'),
      );
    case 'changedMeanwhile':
      return cannot(say('Somebody else changed the same just now. Look at the list again.'));
    case 'lastAdministrator':
    case 'unknownMember':
      return cannot(refusal(code).message);
    case 'nameTaken':
    case 'unknownWorkstation':
    case 'thisWorkstation':
      return cannot(officeRefusal(code).message);
    case 'notShared':
      return cannot(signOutRefusal(code).message);
    case 'ownerRefused':
    case 'notAllowed':
    case 'tooOld':
    case 'inUse':
    case 'sharedServer':
      return cannot(moveRefusal(code).message);
    case 'unreachable':
    case 'untrusted':
    case 'refused':
    case 'standby':
    case 'foreign':
    case 'silent':
    case 'full':
    case 'broken':
      return moveRefusal(code);
  }
}
