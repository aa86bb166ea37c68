import type { ReactNode } from 'react';
import type { SignInView } from '../../../shared/requests/views.js';
import { say } from '../../../shared/words/say.js';
import illustration from '../../../../assets/illustrations/sign-in.svg';
import type { Drawn } from '../../mount/mount-window.js';
import { Button } from '../../ui/button.js';
import { PinField, pinProblem } from '../../ui/fields/pin-field.js';
import { useFirstFocus } from '../../ui/hooks/use-first-focus.js';
import { useForm } from '../../ui/hooks/use-form.js';
import { useRequest } from '../../ui/hooks/use-request.js';
import { RequestForm } from '../../ui/request-form.js';
import { RetryButton } from '../../ui/retry-button.js';
import { StandingLine } from '../../ui/standing-line.js';
import { Entrance, ViewHeading } from '../entrance.js';
import { KeychainQuestion } from './keychain-question.js';
import { WipeNotice } from './wipe-notice.js';

interface BadgeSignInProps extends Drawn<SignInView> {
  /** Whose badge was tapped; `null` while it is looked for. */
  readonly memberName: string | null;
}

/** Asks whoever tapped a badge for its PIN, at once: what is typed stays when the name comes. */
export function BadgeSignIn({ view, receivedAt, memberName }: BadgeSignInProps): ReactNode {
  const pinField = useFirstFocus<HTMLInputElement>();
  const request = useRequest();
  const form = useForm({ pin: '' }, ({ pin }) => ({ pin: pinProblem(pin) }));

  async function send(): Promise<void> {
    const answer = await request.send(() => window.clinic.enterPin(form.values));
    form.clear('pin');
    if (!answer.ok) pinField.current?.focus();
  }

  return (
    <Entrance
      illustration={illustration}
      caption={say('Your badge was read')}
      captionDetail={say('A badge alone opens nothing: your PIN makes sure that it is you.')}
      width="narrow"
    >
      <StandingLine standing={view.standing} place="signIn" />
      <WipeNotice wipe={view.wipe} receivedAt={receivedAt} />
      {view.keychainAsks && <KeychainQuestion />}
      {memberName === null ? (
        <ViewHeading title={say('Your badge was read')}>{view.clinicName}</ViewHeading>
      ) : (
        <ViewHeading title={say('Welcome back')}>
          {memberName} · {view.clinicName}
        </ViewHeading>
      )}
      <RequestForm request={request} form={form} onSend={send}>
        <PinField ref={pinField} {...form.field('pin')} />
        <RetryButton
          type="submit"
          look="primary"
          wide
          request={request}
          disabled={view.wipe.state !== 'done'}
        >
          {say('Sign in')}
        </RetryButton>
        <Button look="quiet" wide onClick={() => void window.clinic.leaveBadge({})}>
          {say('Use your password')}
        </Button>
      </RequestForm>
    </Entrance>
  );
}
