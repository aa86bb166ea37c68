import { type ReactNode, useState } from 'react';
import type { TwoFactorView } from '../../../shared/requests/views.js';
import { say } from '../../../shared/words/say.js';
import illustration from '../../../../assets/illustrations/sign-in.svg';
import type { Drawn } from '../../mount/mount-window.js';
import { Button } from '../../ui/button.js';
import {
  CodeField,
  codeProblem,
  RecoveryCodeField,
  recoveryCodeProblem,
} from '../../ui/fields/code-field.js';
import { RetryButton } from '../../ui/retry-button.js';
import { useFirstFocus } from '../../ui/hooks/use-first-focus.js';
import { useForm } from '../../ui/hooks/use-form.js';
import { useRequest } from '../../ui/hooks/use-request.js';
import { RequestForm } from '../../ui/request-form.js';
import { Entrance, ViewHeading } from '../entrance.js';
import { ExpiresIn } from '../expires-in.js';

interface CodeStepProps {
  readonly byRecoveryCode: boolean;
  readonly onOtherWay: () => void;
}

/** One way to enter the second factor. */
function CodeStep({ byRecoveryCode, onOtherWay }: CodeStepProps): ReactNode {
  const ref = useFirstFocus<HTMLInputElement>();
  const request = useRequest();
  const check = byRecoveryCode ? recoveryCodeProblem : codeProblem;
  const form = useForm({ code: '' }, ({ code }) => ({ code: check(code) }));

  async function verify(): Promise<void> {
    const answer = await request.send(async () =>
      byRecoveryCode
        ? await window.clinic.useRecoveryCode(form.values)
        : await window.clinic.verifyCode(form.values),
    );
    form.clear('code');
    if (!answer.ok) ref.current?.focus();
  }

  return (
    <RequestForm request={request} form={form} onSend={verify}>
      {byRecoveryCode ? (
        <RecoveryCodeField ref={ref} {...form.field('code')} />
      ) : (
        <CodeField
          ref={ref}
          help={say('The six digits that your authenticator app shows now.')}
          {...form.field('code')}
        />
      )}
      <RetryButton type="submit" look="primary" wide request={request}>
        {say('Verify')}
      </RetryButton>
      <Button look="quiet" wide onClick={onOtherWay}>
        {byRecoveryCode ? say('Use your authenticator app') : say('Use a recovery code')}
      </Button>
    </RequestForm>
  );
}

/** The second step of a sign-in. */
export function TwoFactor({ view, receivedAt }: Drawn<TwoFactorView>): ReactNode {
  const [byRecoveryCode, setByRecoveryCode] = useState(false);
  return (
    <Entrance
      illustration={illustration}
      caption={say('Your password was right')}
      captionDetail={say(
        'The second step makes sure that it is you, and not somebody who saw you type it.',
      )}
      width="narrow"
    >
      <ViewHeading title={say('Two-factor authentication')}>
        {view.memberName} · {view.clinicName}
      </ViewHeading>
      <CodeStep
        key={byRecoveryCode ? 'recovery' : 'app'}
        byRecoveryCode={byRecoveryCode}
        onOtherWay={() => setByRecoveryCode(!byRecoveryCode)}
      />
      <Button look="quiet" wide onClick={() => void window.clinic.cancelSignIn({})}>
        {say('Cancel')}
      </Button>
      <ExpiresIn seconds={view.expiresInSeconds} receivedAt={receivedAt} />
    </Entrance>
  );
}
