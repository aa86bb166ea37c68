import { type ReactNode, useState } from 'react';
import { PROOF_REFUSALS } from '../../../shared/requests/answers.js';
import type { ProofInput } from '../../../shared/requests/inputs.js';
import { say } from '../../../shared/words/say.js';
import { type Request, type Unanswered, useRequest } from '../hooks/use-request.js';
import { Dialog } from './dialog.js';
import { type Outcome, ProofForm } from './proof-form.js';

/** Refusals after which the person tries again in the same dialog. */
const TRY_AGAIN: ReadonlySet<string> = new Set([
  ...PROOF_REFUSALS,
  'throttled',
  'storageFailed',
  'serverAway',
  'unanswered',
]);

export interface ConfirmedRequest extends Request {
  /** Asks first without a proof (`null`), and again with a proof if main needs one. */
  readonly send: <Result extends Outcome>(
    ask: (proof: ProofInput | null) => Promise<Result>,
  ) => Promise<Result | Unanswered>;
  /** The dialog for the password while it is open. Render it inside the dialog that sends the request. */
  readonly confirmation: ReactNode;
}

/** Says why a proof is needed: the password, and a code where there is a second factor. */
export type WhyProof = (withCode: boolean) => string;

const nothing = (): ReactNode => null;

function accessProof(withCode: boolean): string {
  return withCode
    ? say(
        'This decides who can get into your clinic’s account, so it asks for your password and a code every time.',
      )
    : say(
        'This decides who can get into your clinic’s account, so it asks for your password every time.',
      );
}

/**
 * A request that main may answer with `passwordRequired` or `proofRequired`. Then the person is asked for
 * the password or a proof, and the request is sent again. If the person cancels, the first answer stands.
 * @param whyProof why main needs a proof, in a sentence, where it is not for access to the account
 */
export function useConfirmedRequest(whyProof?: WhyProof): ConfirmedRequest {
  const request = useRequest();
  // Made each time it is drawn: the language may change meanwhile.
  const [confirmation, setConfirmation] = useState<() => ReactNode>(() => nothing);

  /** @returns `null` when the person cancels */
  function confirmed<Result extends Outcome>(
    why: () => string,
    withCode: boolean,
    ask: (proof: ProofInput) => Promise<Result>,
  ): Promise<Result | Unanswered | null> {
    return new Promise((resolve) => {
      const end = (answer: Result | Unanswered | null): void => {
        setConfirmation(() => nothing);
        resolve(answer);
      };
      const cancel = (): void => end(null);
      setConfirmation(() => () => (
        <Dialog title={say('Confirm it’s you')} description={why()} onClose={cancel}>
          <ProofForm
            withCode={withCode}
            action={say('Continue')}
            ask={ask}
            mayRetry={(code) => TRY_AGAIN.has(code)}
            onDone={end}
            onCancel={cancel}
          />
        </Dialog>
      ));
    });
  }

  function send<Result extends Outcome>(
    ask: (proof: ProofInput | null) => Promise<Result>,
  ): Promise<Result | Unanswered> {
    return request.send(async () => {
      let answer = await ask(null);
      if (!answer.ok && answer.code === 'passwordRequired') {
        const recent = await confirmed(
          () =>
            say(
              'Settings protect everyone here, so they ask for your password again after a few minutes.',
            ),
          false,
          ({ password }) => window.clinic.confirmPassword({ password }),
        );
        if (recent?.ok !== true) return answer;
        answer = await ask(null);
      }
      if (answer.ok || !('withCode' in answer)) return answer;
      const withCode = answer.withCode === true;
      const why = (): string => (whyProof ?? accessProof)(withCode);
      const proved = await confirmed(why, withCode, ask);
      return proved ?? answer;
    });
  }

  return { ...request, send, confirmation: confirmation() };
}
