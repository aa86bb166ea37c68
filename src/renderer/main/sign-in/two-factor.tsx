import { type ReactNode, type Ref, useState } from 'react';
import type { Done, Refusal } from '../../../shared/requests/answers.js';
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
import { onlyProblems } from '../../ui/words/person-problems.js';
import { RetryButton } from '../../ui/retry-button.js';
import { useFirstFocus } from '../../ui/hooks/use-first-focus.js';
import { type FieldBinding, useForm } from '../../ui/hooks/use-form.js';
import { useRequest } from '../../ui/hooks/use-request.js';
import { RequestForm } from '../../ui/request-form.js';
import { Entrance } from '../entrance.js';
import { ExpiresIn } from '../expires-in.js';
import { ViewHeading } from '../view-heading.js';

interface CodeStepProps {
  /** Why the input cannot be right, or `null`. */
  readonly check: (code: string) => string | null;
  readonly send: (code: string) => Promise<Done | Refusal<string>>;
  readonly field: (binding: FieldBinding & { readonly ref: Ref<HTMLInputElement> }) => ReactNode;
  readonly otherWay: string;
  readonly onOtherWay: () => void;
}

/** One way to enter the second factor. */
function CodeStep({ check, send, field, otherWay, onOtherWay }: CodeStepProps): ReactNode {
  const ref = useFirstFocus<HTMLInputElement>();
  const request = useRequest();
  const form = useForm({ code: '' }, ({ code }) => onlyProblems({ code: check(code) }));

  async function verify(): Promise<void> {
    const answer = await request.send(() => send(form.values.code));
    form.clear('code');
    if (!answer.ok) ref.current?.focus();
  }

  return (
    <RequestForm request={request} form={form} onSend={verify}>
      {field({ ...form.field('code'), ref })}
      <RetryButton type="submit" look="primary" wide request={request}>
        {say('Verify')}
      </RetryButton>
      <Button look="quiet" wide onClick={onOtherWay}>
        {otherWay}
      </Button>
    </RequestForm>
  );
}

/** The second step of a sign-in. */
export function TwoFactor({ view, receivedAt }: Drawn<TwoFactorView>): ReactNode {
  const [way, setWay] = useState<'app' | 'recovery'>('app');
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
      {way === 'app' ? (
        <CodeStep
          key="app"
          check={codeProblem}
          send={(code) => window.clinic.verifyCode({ code })}
          field={(binding) => (
            <CodeField
              help={say('The six digits that your authenticator app shows now.')}
              {...binding}
            />
          )}
          otherWay={say('Use a recovery code')}
          onOtherWay={() => setWay('recovery')}
        />
      ) : (
        <CodeStep
          key="recovery"
          check={recoveryCodeProblem}
          send={(code) => window.clinic.useRecoveryCode({ code })}
          field={(binding) => <RecoveryCodeField {...binding} />}
          otherWay={say('Use your authenticator app')}
          onOtherWay={() => setWay('app')}
        />
      )}
      <Button look="quiet" wide onClick={() => void window.clinic.cancelSignIn({})}>
        {say('Cancel')}
      </Button>
      <ExpiresIn seconds={view.expiresInSeconds} receivedAt={receivedAt} />
    </Entrance>
  );
}
