import type { ReactNode } from 'react';
import type { Done, Refusal } from '../../../shared/requests/answers.js';
import type { ProofInput } from '../../../shared/requests/inputs.js';
import { say } from '../../../shared/words/say.js';
import { PasswordField } from '../fields/password-field.js';
import { SecondFactorField, useSecondFactor } from '../fields/second-factor-field.js';
import { useFirstFocus } from '../hooks/use-first-focus.js';
import { useForm } from '../hooks/use-form.js';
import { type Unanswered, useRequest } from '../hooks/use-request.js';
import { RequestForm } from '../request-form.js';
import layout from '../styles/layout.module.css';

export type Outcome = Done | Refusal<string>;

interface ProofFormProps<Result> {
  /** Whether a code of the second factor is needed beside the password. */
  readonly withCode: boolean;
  readonly action: string;
  readonly dangerous?: boolean;
  /** Sends the request with the proof from the form. */
  readonly ask: (proof: ProofInput) => Promise<Result>;
  /** Whether the person tries again here after this refusal. */
  readonly mayRetry?: (code: string) => boolean;
  /** Called with any answer after which the person does not try again here. */
  readonly onDone: (answer: Result | Unanswered) => void;
  readonly onCancel: () => void;
  /** What the proof is for. */
  readonly children?: ReactNode;
}

/** Asks for the password, and for a code if there is a second factor. */
export function ProofForm<Result extends Outcome>(props: ProofFormProps<Result>): ReactNode {
  const { withCode, ask, mayRetry = () => true, onDone, children, ...rest } = props;
  const first = useFirstFocus<HTMLInputElement>();
  const request = useRequest();
  const way = useSecondFactor(withCode);
  const form = useForm({ password: '', code: '' }, ({ password, code }) => ({
    password: password === '' ? say('Enter your password.') : null,
    code: way.problem(code),
  }));

  async function prove(): Promise<void> {
    const { password, code } = form.values;
    const answer = await request.send(() => ask(way.proof(password, code)));
    form.clear('password', 'code');
    if (!answer.ok && mayRetry(answer.code)) first.current?.focus();
    else onDone(answer);
  }

  return (
    <div className={layout['stack']}>
      {children !== undefined && <p className={layout['soft']}>{children}</p>}
      <RequestForm request={request} form={form} onSend={prove} {...rest}>
        <PasswordField label={say('Password')} ref={first} {...form.field('password')} />
        <SecondFactorField way={way} {...form.field('code')} />
      </RequestForm>
    </div>
  );
}
