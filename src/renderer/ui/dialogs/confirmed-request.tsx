import { type ReactNode, useState } from 'react';
import { type Done, PROOF_REFUSALS, type Refusal } from '../../../shared/requests/answers.js';
import type { ProofInput } from '../../../shared/requests/inputs.js';
import { say } from '../../../shared/words/say.js';
import { Button } from '../button.js';
import { Problem } from '../callout.js';
import { Actions, Dialog } from './dialog.js';
import layout from '../styles/layout.module.css';
import { PasswordField } from '../fields/password-field.js';
import { onlyProblems } from '../words/person-problems.js';
import { RetryButton } from '../retry-button.js';
import { SecondFactorField, useSecondFactor } from '../fields/second-factor-field.js';
import { useFirstFocus } from '../hooks/use-first-focus.js';
import { useForm } from '../hooks/use-form.js';
import { type Request, type Unanswered, useRequest } from '../hooks/use-request.js';

type Outcome = Done | Refusal<string>;

interface ConfirmItsYouProps<Result> {
  readonly why: string;
  readonly withCode: boolean;
  /** Sends the request with the proof from the fields. */
  readonly ask: (proof: ProofInput) => Promise<Result>;
  /** Called with any answer that does not ask the person to try again here. */
  readonly onDone: (answer: Result | Unanswered) => void;
  readonly onCancel: () => void;
}

function ConfirmItsYou<Result extends Outcome>(props: ConfirmItsYouProps<Result>): ReactNode {
  const { why, withCode, ask, onDone, onCancel } = props;
  const first = useFirstFocus<HTMLInputElement>();
  const request = useRequest();
  const way = useSecondFactor(withCode);
  const form = useForm({ password: '', code: '' }, ({ password, code }) =>
    onlyProblems({
      password: password === '' ? say('Enter your password.') : null,
      code: way.problem(code),
    }),
  );

  async function confirm(): Promise<void> {
    const { password, code } = form.values;
    const answer = await request.send(() => ask(way.proof(password, code)));
    form.clear('password', 'code');
    if (!answer.ok && TRY_AGAIN.has(answer.code)) first.current?.focus();
    else onDone(answer);
  }

  return (
    <Dialog title={say('Confirm it’s you')} description={why} onClose={onCancel} firstFocus={first}>
      <form
        noValidate
        className={layout['stack']}
        onSubmit={(event) => {
          // For React this dialog is inside the form of the outer dialog, though not in the DOM.
          event.stopPropagation();
          form.submit(event, () => void confirm());
        }}
      >
        <Problem text={request.problem} />
        <PasswordField
          label={say('Password')}
          ref={first}
          autoComplete="current-password"
          {...form.field('password')}
        />
        <SecondFactorField way={way} {...form.field('code')} />
        <Actions>
          <Button onClick={onCancel}>{say('Cancel')}</Button>
          <RetryButton type="submit" look="primary" request={request}>
            {say('Continue')}
          </RetryButton>
        </Actions>
      </form>
    </Dialog>
  );
}

/** Refusals after which the person tries again in the same dialog. */
const TRY_AGAIN: ReadonlySet<string> = new Set([
  ...PROOF_REFUSALS,
  'throttled',
  'storageFailed',
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
type WhyProof = (withCode: boolean) => string;

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
  const [confirmation, setConfirmation] = useState<ReactNode>(null);

  /** @returns `null` when the person cancels */
  function confirmed<Result extends Outcome>(
    question: Pick<ConfirmItsYouProps<Result>, 'why' | 'withCode' | 'ask'>,
  ): Promise<Result | Unanswered | null> {
    return new Promise((resolve) => {
      const end = (answer: Result | Unanswered | null): void => {
        setConfirmation(null);
        resolve(answer);
      };
      setConfirmation(<ConfirmItsYou {...question} onDone={end} onCancel={() => end(null)} />);
    });
  }

  function send<Result extends Outcome>(
    ask: (proof: ProofInput | null) => Promise<Result>,
  ): Promise<Result | Unanswered> {
    return request.send(async () => {
      let answer = await ask(null);
      if (!answer.ok && answer.code === 'passwordRequired') {
        const recent = await confirmed({
          why: say(
            'Settings protect everyone here, so they ask for your password again after a few minutes.',
          ),
          withCode: false,
          ask: ({ password }) => window.clinic.confirmPassword({ password }),
        });
        if (recent?.ok !== true) return answer;
        answer = await ask(null);
      }
      if (answer.ok || !('withCode' in answer)) return answer;
      const withCode = answer.withCode === true;
      const proved = await confirmed({
        why: (whyProof ?? accessProof)(withCode),
        withCode,
        ask,
      });
      return proved ?? answer;
    });
  }

  return { ...request, send, confirmation };
}
