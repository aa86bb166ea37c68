import type { ReactNode } from 'react';
import type { Done, Refusal } from '../../../shared/requests/answers.js';
import type { ProofInput } from '../../../shared/requests/inputs.js';
import { say } from '../../../shared/words/say.js';
import { Button } from '../../ui/button.js';
import { Problem } from '../../ui/callout.js';
import { Actions } from '../../ui/dialogs/dialog.js';
import layout from '../../ui/styles/layout.module.css';
import { PasswordField } from '../../ui/fields/password-field.js';
import { onlyProblems } from '../../ui/words/person-problems.js';
import { RetryButton } from '../../ui/retry-button.js';
import { SecondFactorField, useSecondFactor } from '../../ui/fields/second-factor-field.js';
import { useFirstFocus } from '../../ui/hooks/use-first-focus.js';
import { useForm } from '../../ui/hooks/use-form.js';
import { useRequest } from '../../ui/hooks/use-request.js';

interface ProveYourselfProps<Fields> {
  /** The explanation of what the proof is for. */
  readonly children: ReactNode;
  /** Whether a code of the second factor is needed too. */
  readonly withCode: boolean;
  readonly action: string;
  readonly dangerous?: boolean;
  readonly ask: (proof: ProofInput) => Promise<Done<Fields> | Refusal<string>>;
  readonly onDone: (answer: Done<Fields>) => void;
  readonly onCancel: () => void;
}

/**
 * Asks for the password, and for a code if there is a second factor, before a member changes the own
 * sign-in.
 */
export function ProveYourself<Fields>(props: ProveYourselfProps<Fields>): ReactNode {
  const { children, withCode, action, dangerous = false, ask, onDone, onCancel } = props;
  const first = useFirstFocus<HTMLInputElement>();
  const request = useRequest();
  const way = useSecondFactor(withCode);
  const form = useForm({ password: '', code: '' }, ({ password, code }) =>
    onlyProblems({
      password: password === '' ? say('Enter your password.') : null,
      code: way.problem(code),
    }),
  );

  async function prove(): Promise<void> {
    const { password, code } = form.values;
    const answer = await request.send(() => ask(way.proof(password, code)));
    form.clear('password', 'code');
    if (answer.ok) onDone(answer);
    else first.current?.focus();
  }

  return (
    <form
      noValidate
      className={layout['stack']}
      onSubmit={(event) => form.submit(event, () => void prove())}
    >
      <p className={layout['soft']}>{children}</p>
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
        <RetryButton type="submit" look={dangerous ? 'danger' : 'primary'} request={request}>
          {action}
        </RetryButton>
      </Actions>
    </form>
  );
}
