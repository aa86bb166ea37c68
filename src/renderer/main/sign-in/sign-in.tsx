import { LifeBuoy } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { endSentence, isHandover } from '../../../shared/workstation/end-cause.js';
import type { SignInView } from '../../../shared/requests/views.js';
import { say } from '../../../shared/words/say.js';
import keychainTrouble from '../../../../assets/illustrations/keychain-trouble.svg';
import locked from '../../../../assets/illustrations/locked.svg';
import signIn from '../../../../assets/illustrations/sign-in.svg';
import type { Drawn } from '../../mount/mount-window.js';
import { Button } from '../../ui/button.js';
import { Callout } from '../../ui/callout.js';
import { PasswordField } from '../../ui/fields/password-field.js';
import { EmailField, emailProblem } from '../../ui/fields/email-field.js';
import { RetryButton } from '../../ui/retry-button.js';
import { useFirstFocus } from '../../ui/hooks/use-first-focus.js';
import { useForm } from '../../ui/hooks/use-form.js';
import { useRequest } from '../../ui/hooks/use-request.js';
import { RequestForm } from '../../ui/request-form.js';
import { CantSignIn } from './cant-sign-in.js';
import { StandingLine } from '../../ui/standing-line.js';
import { classes } from '../../ui/classes.js';
import layout from '../../ui/styles/layout.module.css';
import { Entrance, ViewHeading } from '../entrance.js';
import { RecentMembers } from './recent-members.js';
import styles from './sign-in.module.css';
import { KeychainQuestion } from './keychain-question.js';
import { WipeNotice } from './wipe-notice.js';

function illustrationFor(view: SignInView): string {
  if (view.wipe.state === 'failed') return keychainTrouble;
  return view.ended === null || isHandover(view.ended.cause) ? signIn : locked;
}

/** The sign-in form. It says why the last session ended, but names nobody unasked. */
export function SignIn({ view, receivedAt }: Drawn<SignInView>): ReactNode {
  const emailField = useFirstFocus<HTMLInputElement>();
  const passwordField = useRef<HTMLInputElement>(null);
  const unknownBadge = useRef<HTMLParagraphElement>(null);
  // What somebody types after a tap may be a PIN. It must not land in a field in which all can read it.
  useEffect(() => unknownBadge.current?.focus(), [view.badge?.tap]);
  const request = useRequest();
  const [recovering, setRecovering] = useState(false);
  const form = useForm({ email: '', password: '' }, (values) => ({
    email: emailProblem(values.email),
    password: values.password === '' ? say('Enter your password.') : null,
  }));

  async function send(): Promise<void> {
    const answer = await request.send(() => window.clinic.signIn(form.values));
    form.clear('password');
    if (!answer.ok) passwordField.current?.focus();
  }

  function fillEmail(email: string | null): void {
    request.forget();
    form.change({ email: email ?? '', password: '' });
    (email === null ? emailField : passwordField).current?.focus();
  }

  return (
    <Entrance
      illustration={illustrationFor(view)}
      caption={say('Locked when nobody is here')}
      captionDetail={say(
        'Each session ends by itself, and nothing of it stays usable on this computer.',
      )}
      width="narrow"
    >
      {view.ended !== null && (
        <Callout tone="info" role="status">
          <p>{endSentence(view.ended.cause, view.ended.limitSeconds)}</p>
          {view.ended.reason !== null && (
            <p className={classes(layout['strong'], styles['reason'])}>
              {say('“{reason}”', { reason: view.ended.reason })}
            </p>
          )}
        </Callout>
      )}
      <StandingLine standing={view.standing} place="signIn" />
      <WipeNotice wipe={view.wipe} receivedAt={receivedAt} />
      {view.keychainAsks && <KeychainQuestion />}
      {view.badge !== null && (
        <Callout tone="warning" role="alert">
          <p ref={unknownBadge} tabIndex={-1}>
            {say('This badge can’t be used here now. Sign in with your password.')}
          </p>
        </Callout>
      )}
      <ViewHeading title={say('Sign in')}>{view.clinicName}</ViewHeading>
      <RequestForm request={request} form={form} onSend={send}>
        <EmailField ref={emailField} {...form.field('email')} />
        <PasswordField label={say('Password')} ref={passwordField} {...form.field('password')} />
        <RetryButton
          type="submit"
          look="primary"
          wide
          request={request}
          disabled={view.wipe.state !== 'done'}
        >
          {say('Sign in')}
        </RetryButton>
        <Button look="quiet" wide icon={LifeBuoy} onClick={() => setRecovering(true)}>
          {say('Can’t sign in?')}
        </Button>
      </RequestForm>
      {view.recentMembers !== 'none' && (
        <RecentMembers
          key={view.recentMembers}
          shownAtOnce={view.recentMembers === 'show'}
          onEmail={fillEmail}
        />
      )}
      {recovering && (
        <CantSignIn view={view} email={form.values.email} onClose={() => setRecovering(false)} />
      )}
    </Entrance>
  );
}
