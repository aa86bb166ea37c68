import type { ReactNode } from 'react';
import type { ClinicProgress } from '../../../shared/requests/clinic-views.js';
import { say } from '../../../shared/words/say.js';
import { Callout } from '../../ui/callout.js';
import { ClinicWork } from '../../ui/clinic-work.js';
import { useConfirmedRequest } from '../../ui/dialogs/confirmed-request.js';
import { Dialog } from '../../ui/dialogs/dialog.js';
import { SecretField } from '../../ui/fields/secret-field.js';
import { ServerField, serverProblem } from '../../ui/fields/server-field.js';
import { useForm } from '../../ui/hooks/use-form.js';
import { RequestForm } from '../../ui/request-form.js';
import { decidesWhoHasTheAccount } from './workstation-words.js';

interface JoinAnotherProps {
  /** Whether the account that is here is shared already. */
  readonly isShared: boolean;
  readonly progress: ClinicProgress | null;
  readonly onClose: () => void;
}

/** Makes this computer, which has an account already, a workstation of another clinic, or of its own one anew. */
export function JoinAnother({ isShared, progress, onClose }: JoinAnotherProps): ReactNode {
  const request = useConfirmedRequest(decidesWhoHasTheAccount);
  const form = useForm({ address: '', code: '' }, (values) => ({
    address: serverProblem(values.address),
    code: values.code.trim() === '' ? say('Enter the code that you were given.') : null,
  }));

  async function join(): Promise<void> {
    const answer = await request.send((proof) =>
      window.clinic.joinAnotherClinic({ ...form.values, proof }),
    );
    if (answer.ok) onClose();
  }

  return (
    <Dialog
      title={say('Join another clinic')}
      description={
        isShared
          ? say('For a computer that goes to another clinic, or that is enrolled anew in this one.')
          : say('This computer then belongs to that clinic, with its members and rules.')
      }
      onClose={onClose}
    >
      <Callout tone="warning">
        {say(
          'The account that is here is not merged into the other one. It is kept as a file set aside on this computer, and the app starts again: then enter the code once more.',
        )}
      </Callout>
      {progress !== null && <ClinicWork progress={progress} />}
      <div hidden={progress !== null}>
        <RequestForm
          request={request}
          form={form}
          onSend={join}
          action={say('Join')}
          onCancel={onClose}
        >
          <ServerField {...form.field('address')} />
          <SecretField
            label={say('Enrolment code')}
            maxLength={60}
            help={say('Capitals, spaces and hyphens make no difference.')}
            {...form.field('code')}
          />
        </RequestForm>
      </div>
      {/* Under way, nothing may stand before the button that stops it. */}
      {progress === null && request.confirmation}
    </Dialog>
  );
}
