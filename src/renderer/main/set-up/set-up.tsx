import { LONGEST_NAME, nameProblem } from '../../../shared/people/name.js';
import { type ReactNode, useState } from 'react';
import {
  DEFAULT_SIGN_IN_RULES,
  shortestPasswordFor,
} from '../../../shared/policy/sign-in-rules.js';
import type { SetUpView } from '../../../shared/requests/views.js';
import { say } from '../../../shared/words/say.js';
import illustration from '../../../../assets/illustrations/set-up.svg';
import { Button } from '../../ui/button.js';
import layout from '../../ui/styles/layout.module.css';
import { NewPasswordFields } from '../../ui/fields/new-password-fields.js';
import { EmailField, emailProblem } from '../../ui/fields/email-field.js';
import { TextField } from '../../ui/fields/text-field.js';
import { draftedSeconds, draftTimeout, minutesProblem } from '../../ui/fields/timeout-draft.js';
import { TimeoutField } from '../../ui/fields/timeout-field.js';
import { useFirstFocus } from '../../ui/hooks/use-first-focus.js';
import { useForm } from '../../ui/hooks/use-form.js';
import { useNewPassword } from '../../ui/hooks/use-new-password.js';
import { useRequest } from '../../ui/hooks/use-request.js';
import { RequestForm } from '../../ui/request-form.js';
import { Entrance, ViewHeading } from '../entrance.js';
import { KeychainQuestion } from '../sign-in/keychain-question.js';
import { JoinClinic } from './join-clinic.js';

/** First run: this computer gets a clinic of its own, or becomes a workstation of one that there is. */
export function SetUp({ view }: { readonly view: SetUpView }): ReactNode {
  const [joins, setJoins] = useState(false);
  return joins || view.progress !== null ? (
    <JoinClinic view={view} onBack={() => setJoins(false)} />
  ) : (
    <CreateClinic view={view} onJoin={() => setJoins(true)} />
  );
}

interface CreateClinicProps {
  readonly view: SetUpView;
  readonly onJoin: () => void;
}

/** Creates the clinic and its first administrator. */
function CreateClinic({ view, onJoin }: CreateClinicProps): ReactNode {
  const firstField = useFirstFocus<HTMLInputElement>();
  const { clinicName: managedName, restrictions } = view.managed;
  const mostSeconds = restrictions.mostSeconds.sessionTimeoutSeconds;
  const request = useRequest();
  const newPassword = useNewPassword(shortestPasswordFor(DEFAULT_SIGN_IN_RULES, false));
  const form = useForm(
    {
      clinicName: managedName ?? '',
      name: '',
      email: '',
      password: '',
      confirmation: '',
      ...draftTimeout(view.suggestedTimeoutSeconds),
    },
    (values) => ({
      clinicName: nameProblem(values.clinicName, say('Enter the name of your clinic.')),
      name: nameProblem(values.name, say('Enter your name.')),
      email: emailProblem(values.email),
      ...newPassword.problems(values.password, values.confirmation),
      minutes: minutesProblem(values, mostSeconds),
    }),
  );
  const { values } = form;

  async function createClinic(): Promise<void> {
    const timeoutSeconds = draftedSeconds(values, mostSeconds);
    if (timeoutSeconds === null) return;
    const { clinicName, name, email, password } = values;
    const answer = await request.send(() =>
      window.clinic.createClinic({ clinicName, name, email, password, timeoutSeconds }),
    );
    // The input was right: the person need not type it again.
    if (!answer.ok && answer.code.startsWith('keychain')) return;
    form.clear('password', 'confirmation');
  }

  return (
    <Entrance
      illustration={illustration}
      caption={say('A shared computer that looks after itself')}
      captionDetail={say(
        'When nobody is here it signs everyone out and clears their credentials from the keychain.',
      )}
      width="wide"
    >
      <ViewHeading title={say('Set up your clinic')}>
        {say('You become its first administrator. Colleagues can be added afterwards.')}
      </ViewHeading>
      <RequestForm request={request} form={form} onSend={createClinic}>
        <TextField
          label={say('Clinic name')}
          ref={managedName === null ? firstField : undefined}
          managed={managedName !== null}
          autoComplete="organization"
          maxLength={LONGEST_NAME}
          {...form.field('clinicName')}
        />
        <div className={layout['pair']}>
          <TextField
            label={say('Your name')}
            ref={managedName === null ? undefined : firstField}
            autoComplete="name"
            maxLength={LONGEST_NAME}
            {...form.field('name')}
          />
          <EmailField {...form.field('email')} />
        </div>
        <NewPasswordFields
          newPassword={newPassword}
          ownWords={[values.clinicName, values.name, values.email]}
          field={form.field}
        />
        <TimeoutField
          draft={values}
          onDraft={form.change}
          restrictions={restrictions}
          problem={form.field('minutes').problem}
          help={say(
            'Without activity for this long, everyone is signed out. It can be changed at any time.',
          )}
        />
        {view.keychainAsks && <KeychainQuestion />}
        <Button type="submit" look="primary" wide busy={request.busy}>
          {say('Create clinic')}
        </Button>
        <Button look="quiet" small wide onClick={onJoin}>
          {say('This clinic has an account already')}
        </Button>
      </RequestForm>
    </Entrance>
  );
}
