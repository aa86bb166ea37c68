import { type ReactNode, useId } from 'react';
import type { BarView } from '../../../shared/clinic-apps/guard-bar.js';
import { say } from '../../../shared/words/say.js';
import { Button } from '../../ui/button.js';
import { Callout, Problem } from '../../ui/callout.js';
import layout from '../../ui/styles/layout.module.css';
import { PasswordField } from '../../ui/fields/password-field.js';
import { sayRich } from '../../ui/words/say-rich.js';
import { TextField } from '../../ui/fields/text-field.js';
import { useFirstFocus } from '../../ui/hooks/use-first-focus.js';
import { useForm } from '../../ui/hooks/use-form.js';
import { useRequest } from '../../ui/hooks/use-request.js';
import { RequestForm } from '../../ui/request-form.js';
import { Panel } from './panel.js';
import styles from './sign-in-panel.module.css';

/** The longest user name, in characters. */
const LONGEST_USER_NAME = 320;

/** A member's own user name and password for this site. */
export function SignInPanel({ view }: { readonly view: BarView }): ReactNode {
  const heading = useFirstFocus<HTMLHeadingElement>();
  const { app, member, siteSignIn } = view;
  return (
    <Panel title={say('Your sign-in for {app}', { app: app.name })} heading={heading}>
      <p className={layout['soft']}>
        {sayRich(
          'It is kept sealed, for {member} alone. It is filled in only on this app’s own site, and only when you press <b>Fill in</b>. It is never shown again.',
          { member: member.name, b: (label) => <b>{label}</b> },
        )}
      </p>
      {siteSignIn.saved ? (
        <SavedSignIn
          canFill={siteSignIn.canFill}
          appName={app.name}
          onForget={() => heading.current?.focus()}
        />
      ) : (
        <NewSignIn onSave={() => heading.current?.focus()} />
      )}
    </Panel>
  );
}

interface SavedSignInProps {
  readonly canFill: boolean;
  readonly appName: string;
  readonly onForget: () => void;
}

function SavedSignIn({ canFill, appName, onForget }: SavedSignInProps): ReactNode {
  const reasonId = useId();
  const request = useRequest();

  async function forget(): Promise<void> {
    const answer = await request.send(() => window.clinic.forgetSiteSignIn({}));
    if (answer.ok) onForget();
  }

  return (
    <>
      <Callout tone={canFill ? 'success' : 'info'} id={reasonId}>
        {canFill
          ? say('Your sign-in for {appName} is saved.', { appName })
          : say(
              'Your sign-in is saved. This page is not on {appName}’s own site, so it can’t be filled in here. Press Home first.',
              { appName },
            )}
      </Callout>
      <Problem text={request.problem} />
      <div className={layout['row']}>
        <Button
          look="primary"
          busy={request.busy}
          blocked={!canFill}
          aria-describedby={reasonId}
          onClick={request.press(window.clinic.fillSiteSignIn)}
        >
          {say('Fill in')}
        </Button>
        <Button busy={request.busy} onClick={() => void forget()}>
          {/* translators: verb, deletes a saved sign-in */}
          {say('Forget')}
        </Button>
      </div>
    </>
  );
}

function NewSignIn({ onSave }: { readonly onSave: () => void }): ReactNode {
  const request = useRequest();
  const form = useForm({ userName: '', password: '' }, (values) => ({
    userName: values.userName.trim() === '' ? say('Enter your user name for this site.') : null,
    password: values.password === '' ? say('Enter your password for this site.') : null,
  }));

  async function save(): Promise<void> {
    const { userName, password } = form.values;
    const answer = await request.send(() => window.clinic.saveSiteSignIn({ userName, password }));
    if (!answer.ok) return;
    form.clear('userName', 'password');
    onSave();
  }

  return (
    <RequestForm request={request} form={form} onSend={save}>
      <div className={styles['fields']}>
        <TextField
          label={say('User name')}
          maxLength={LONGEST_USER_NAME}
          {...form.field('userName')}
        />
        <PasswordField label={say('Password')} {...form.field('password')} />
      </div>
      <div className={layout['row']}>
        <Button type="submit" look="primary" busy={request.busy}>
          {say('Save')}
        </Button>
      </div>
    </RequestForm>
  );
}
