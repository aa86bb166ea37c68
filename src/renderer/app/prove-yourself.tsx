import type { ReactNode } from 'react';
import type { Done, Refusal } from '../../contract/answers.js';
import { Button } from '../ui/button.js';
import { Problem } from '../ui/callout.js';
import { CodeField, codeProblem } from '../ui/code-field.js';
import { Actions } from '../ui/dialog.js';
import layout from '../ui/layout.module.css';
import { PasswordField } from '../ui/password-field.js';
import { onlyProblems } from '../ui/person-problems.js';
import { RetryButton } from '../ui/retry-button.js';
import { useFirstFocus } from '../ui/use-first-focus.js';
import { useForm } from '../ui/use-form.js';
import { useRequest } from '../ui/use-request.js';

export interface Proof {
  readonly password: string;
  readonly code: string;
}

interface ProveYourselfProps<Fields> {
  /** What it is for. */
  readonly children: ReactNode;
  /** Whether a code of the second factor is asked for too. */
  readonly withCode: boolean;
  readonly action: string;
  readonly dangerous?: boolean;
  readonly ask: (proof: Proof) => Promise<Done<Fields> | Refusal<string>>;
  readonly onDone: (answer: Done<Fields>) => void;
  readonly onCancel: () => void;
}

/** Password, and code where there is one, before something of one's own sign-in is changed. */
export function ProveYourself<Fields>(props: ProveYourselfProps<Fields>): ReactNode {
  const { children, withCode, action, dangerous = false, ask, onDone, onCancel } = props;
  const first = useFirstFocus<HTMLInputElement>();
  const request = useRequest();
  const form = useForm({ password: '', code: '' }, ({ password, code }) =>
    onlyProblems({
      password: password === '' ? 'Enter your password.' : null,
      code: withCode ? codeProblem(code) : null,
    }),
  );

  async function prove(): Promise<void> {
    const answer = await request.send(() => ask(form.values));
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
        label="Password"
        ref={first}
        autoComplete="current-password"
        {...form.field('password')}
      />
      {withCode && <CodeField {...form.field('code')} />}
      <Actions>
        <Button onClick={onCancel}>Cancel</Button>
        <RetryButton type="submit" look={dangerous ? 'danger' : 'primary'} request={request}>
          {action}
        </RetryButton>
      </Actions>
    </form>
  );
}
