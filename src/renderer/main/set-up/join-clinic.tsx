import type { ReactNode } from 'react';
import type { SetUpView } from '../../../shared/requests/views.js';
import { say } from '../../../shared/words/say.js';
import illustration from '../../../../assets/illustrations/set-up.svg';
import { Button } from '../../ui/button.js';
import { ClinicWork } from '../../ui/clinic-work.js';
import { SecretField } from '../../ui/fields/secret-field.js';
import { ServerField, serverProblem } from '../../ui/fields/server-field.js';
import { useFirstFocus } from '../../ui/hooks/use-first-focus.js';
import { useForm } from '../../ui/hooks/use-form.js';
import { useRequest } from '../../ui/hooks/use-request.js';
import { RequestForm } from '../../ui/request-form.js';
import { Entrance, ViewHeading } from '../entrance.js';

interface JoinClinicProps {
  readonly view: SetUpView;
  readonly onBack: () => void;
}

/** Makes this computer a workstation of a clinic that has an account already. */
export function JoinClinic({ view, onBack }: JoinClinicProps): ReactNode {
  const firstField = useFirstFocus<HTMLInputElement>();
  const { clinicServer } = view.managed;
  const request = useRequest();
  const form = useForm({ address: clinicServer ?? '', code: '' }, (values) => ({
    address: serverProblem(values.address),
    code: values.code.trim() === '' ? say('Enter the code that you were given.') : null,
  }));

  async function join(): Promise<void> {
    await request.send(() => window.clinic.joinClinic(form.values));
  }

  return (
    <Entrance
      illustration={illustration}
      caption={say('One account, every desk')}
      captionDetail={say(
        'Members, rules and clinic apps are the same at each workstation of the clinic.',
      )}
      width="narrow"
    >
      <ViewHeading title={say('Join your clinic')}>
        {say('An administrator makes the code: Settings, Workstations, Add a workstation.')}
      </ViewHeading>
      <RequestForm request={request} form={form} onSend={join}>
        {view.progress === null ? (
          <>
            <ServerField
              ref={clinicServer === null ? firstField : undefined}
              managed={clinicServer !== null}
              {...form.field('address')}
            />
            <SecretField
              label={say('Enrolment code')}
              ref={clinicServer === null ? undefined : firstField}
              maxLength={60}
              help={say('Capitals, spaces and hyphens make no difference.')}
              {...form.field('code')}
            />
            <Button type="submit" look="primary" wide busy={request.busy}>
              {say('Join')}
            </Button>
            <Button look="quiet" wide onClick={onBack}>
              {say('Back')}
            </Button>
          </>
        ) : (
          <ClinicWork progress={view.progress} />
        )}
      </RequestForm>
    </Entrance>
  );
}
