import { type ReactNode, useState } from 'react';
import type { TwoFactorView } from '../../contract/views.js';
import illustration from '../../../assets/illustrations/sign-in.svg';
import { Button } from '../ui/button.js';
import { Problem } from '../ui/callout.js';
import { CodeField, codeProblem } from '../ui/code-field.js';
import layout from '../ui/layout.module.css';
import { onlyProblems } from '../ui/person-problems.js';
import { RetryButton } from '../ui/retry-button.js';
import { TextField } from '../ui/text-field.js';
import { useFirstFocus } from '../ui/use-first-focus.js';
import { useForm } from '../ui/use-form.js';
import { useRequest } from '../ui/use-request.js';
import { Entrance } from './entrance.js';
import { ExpiresIn } from './expires-in.js';
import { ViewHeading } from './view-heading.js';

interface StepProps {
  readonly onOther: () => void;
}

function AppCode({ onOther }: StepProps): ReactNode {
  const field = useFirstFocus<HTMLInputElement>();
  const request = useRequest();
  const form = useForm({ code: '' }, ({ code }) => onlyProblems({ code: codeProblem(code) }));

  async function verify(): Promise<void> {
    const answer = await request.send(() => window.clinic.verifyCode(form.values));
    form.clear('code');
    if (!answer.ok) field.current?.focus();
  }

  return (
    <form
      noValidate
      className={layout['stack']}
      onSubmit={(event) => form.submit(event, () => void verify())}
    >
      <Problem text={request.problem} />
      <CodeField
        ref={field}
        help="The six digits that your authenticator app shows now."
        {...form.field('code')}
      />
      <RetryButton type="submit" look="primary" wide request={request}>
        Verify
      </RetryButton>
      <Button look="quiet" wide onClick={onOther}>
        Use a recovery code
      </Button>
    </form>
  );
}

function RecoveryCode({ onOther }: StepProps): ReactNode {
  const field = useFirstFocus<HTMLInputElement>();
  const request = useRequest();
  const form = useForm({ code: '' }, ({ code }) =>
    code.trim() === '' ? { code: 'Enter one of your recovery codes.' } : {},
  );

  async function verify(): Promise<void> {
    const answer = await request.send(() => window.clinic.useRecoveryCode(form.values));
    form.clear('code');
    if (!answer.ok) field.current?.focus();
  }

  return (
    <form
      noValidate
      className={layout['stack']}
      onSubmit={(event) => form.submit(event, () => void verify())}
    >
      <Problem text={request.problem} />
      <TextField
        label="Recovery code"
        ref={field}
        autoComplete="off"
        maxLength={40}
        help="One of the codes that you kept when you set this up. Each works once."
        {...form.field('code')}
      />
      <RetryButton type="submit" look="primary" wide request={request}>
        Verify
      </RetryButton>
      <Button look="quiet" wide onClick={onOther}>
        Use your authenticator app
      </Button>
    </form>
  );
}

interface TwoFactorProps {
  readonly view: TwoFactorView;
  /** `performance.now()` at the arrival of this view. */
  readonly receivedAt: number;
}

/** The second step of a sign-in. */
export function TwoFactor({ view, receivedAt }: TwoFactorProps): ReactNode {
  const [way, setWay] = useState<'app' | 'recovery'>('app');
  return (
    <Entrance
      illustration={illustration}
      caption="Your password was right"
      captionDetail="The second step makes sure that it is you, and not somebody who saw you type it."
      width="narrow"
    >
      <ViewHeading title="Two-factor authentication">
        {view.memberName} · {view.clinicName}
      </ViewHeading>
      {way === 'app' ? (
        <AppCode onOther={() => setWay('recovery')} />
      ) : (
        <RecoveryCode onOther={() => setWay('app')} />
      )}
      <Button look="quiet" wide onClick={() => void window.clinic.cancelSignIn({})}>
        Cancel
      </Button>
      <ExpiresIn seconds={view.expiresInSeconds} receivedAt={receivedAt} />
    </Entrance>
  );
}
