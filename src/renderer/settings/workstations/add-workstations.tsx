import type { ReactNode } from 'react';
import { ENROLMENT_HOURS, type EnrolmentCode } from '../../../shared/requests/clinic-views.js';
import { say } from '../../../shared/words/say.js';
import { useConfirmedRequest } from '../../ui/dialogs/confirmed-request.js';
import { Dialog } from '../../ui/dialogs/dialog.js';
import { TextField } from '../../ui/fields/text-field.js';
import { useForm } from '../../ui/hooks/use-form.js';
import { RequestForm } from '../../ui/request-form.js';
import { decidesWhoHasTheAccount, namesProblem, typedNames } from './workstation-words.js';

interface AddWorkstationsProps {
  /** The names of the workstations that there are. */
  readonly taken: readonly string[];
  readonly onMade: (codes: readonly EnrolmentCode[]) => void;
  readonly onClose: () => void;
}

/** Makes codes on paper for new workstations. */
export function AddWorkstations({ taken, onMade, onClose }: AddWorkstationsProps): ReactNode {
  const request = useConfirmedRequest(decidesWhoHasTheAccount);
  const form = useForm({ names: '' }, (values) => ({ names: namesProblem(values.names, taken) }));

  async function add(): Promise<void> {
    const names = [...typedNames(form.values.names)];
    const answer = await request.send((proof) =>
      window.clinic.inviteWorkstations({ names, proof }),
    );
    if (answer.ok) onMade(answer.codes);
  }

  return (
    <Dialog
      title={say('Add a workstation')}
      description={say(
        'Each new computer gets a code on paper, good for {hours} hours and for one computer.',
        { hours: ENROLMENT_HOURS },
      )}
      onClose={onClose}
    >
      <RequestForm
        request={request}
        form={form}
        onSend={add}
        action={say('Make codes')}
        onCancel={onClose}
      >
        <TextField
          label={say('Names')}
          rows={5}
          help={say('One per line, such as Reception 2.')}
          {...form.field('names')}
        />
      </RequestForm>
      {request.confirmation}
    </Dialog>
  );
}
