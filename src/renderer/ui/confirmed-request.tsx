import { type ReactNode, useState } from 'react';
import type { Done, Refusal } from '../../contract/answers.js';
import { Button } from './button.js';
import { Problem } from './callout.js';
import { Actions, Dialog } from './dialog.js';
import layout from './layout.module.css';
import { PasswordField } from './password-field.js';
import { useForm } from './use-form.js';
import { type Request, type Unanswered, useRequest } from './use-request.js';

interface ConfirmPasswordProps {
  readonly onConfirmed: () => void;
  readonly onCancel: () => void;
}

function ConfirmPassword({ onConfirmed, onCancel }: ConfirmPasswordProps): ReactNode {
  const request = useRequest();
  const form = useForm({ password: '' }, ({ password }) =>
    password === '' ? { password: 'Enter your password.' } : {},
  );

  async function confirm(): Promise<void> {
    const answer = await request.send(() => window.clinic.confirmPassword(form.values));
    form.clear('password');
    if (answer.ok) onConfirmed();
  }

  return (
    <Dialog
      title="Confirm it’s you"
      description="Settings protect everyone here, so they ask for your password again after a few minutes."
      onClose={onCancel}
    >
      <form
        noValidate
        className={layout['stack']}
        onSubmit={(event) => {
          // A dialog inside a form's dialog is inside that form for React, though not in the DOM.
          event.stopPropagation();
          form.submit(event, () => void confirm());
        }}
      >
        <Problem text={request.problem} />
        <PasswordField
          label="Password"
          autoComplete="current-password"
          {...form.field('password')}
        />
        <Actions>
          <Button onClick={onCancel}>Cancel</Button>
          <Button type="submit" look="primary" busy={request.busy}>
            Continue
          </Button>
        </Actions>
      </form>
    </Dialog>
  );
}

export interface ConfirmedRequest extends Request {
  /** The question for the password, while it is asked. Render it inside the dialog it belongs to. */
  readonly confirmation: ReactNode;
}

/**
 * A request that main may answer with `passwordRequired`: the person is asked for the password, and
 * the request is sent again. When the person cancels, the first answer stands.
 */
export function useConfirmedRequest(): ConfirmedRequest {
  const request = useRequest();
  const [answerQuestion, setAnswerQuestion] = useState<((confirmed: boolean) => void) | null>(null);

  function askForPassword(): Promise<boolean> {
    return new Promise((resolve) => {
      setAnswerQuestion(() => (confirmed: boolean) => {
        setAnswerQuestion(null);
        resolve(confirmed);
      });
    });
  }

  function send<Result extends Done | Refusal<string>>(
    ask: () => Promise<Result>,
  ): Promise<Result | Unanswered> {
    return request.send(async () => {
      const answer = await ask();
      if (answer.ok || answer.code !== 'passwordRequired') return answer;
      return (await askForPassword()) ? ask() : answer;
    });
  }

  return {
    ...request,
    send,
    confirmation: answerQuestion && (
      <ConfirmPassword
        onConfirmed={() => answerQuestion(true)}
        onCancel={() => answerQuestion(false)}
      />
    ),
  };
}
