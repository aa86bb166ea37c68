import { type ReactNode, useState } from 'react';
import { LONGEST_NAME } from '../../../shared/people/name.js';
import type { WorkstationRow } from '../../../shared/requests/clinic-views.js';
import { languageTag, say } from '../../../shared/words/say.js';
import { useConfirmedRequest } from '../../ui/dialogs/confirmed-request.js';
import { Dialog } from '../../ui/dialogs/dialog.js';
import { Switch } from '../../ui/fields/choice.js';
import { TextField } from '../../ui/fields/text-field.js';
import { useForm } from '../../ui/hooks/use-form.js';
import { RequestForm } from '../../ui/request-form.js';
import { decidesWhoHasTheAccount, workstationNameProblem } from './workstation-words.js';

interface AboutWorkstationProps {
  readonly workstation: WorkstationRow;
  readonly onClose: () => void;
}

function dateAndTime(ms: number): string {
  const format = { dateStyle: 'medium', timeStyle: 'short' } as const;
  return new Intl.DateTimeFormat(languageTag(), format).format(ms);
}

/** Gives a workstation another name. */
export function RenameWorkstation({ workstation, onClose }: AboutWorkstationProps): ReactNode {
  const request = useConfirmedRequest();
  const form = useForm({ name: workstation.name }, (values) => ({
    name: workstationNameProblem(values.name),
  }));

  async function rename(): Promise<void> {
    const { name } = form.values;
    const answer = await request.send(() =>
      window.clinic.renameWorkstation({ workstationId: workstation.id, name }),
    );
    if (answer.ok) onClose();
  }

  return (
    <Dialog
      title={say('Rename the workstation')}
      description={say('Enrolled {time}', { time: dateAndTime(workstation.enrolledAtMs) })}
      onClose={onClose}
    >
      <RequestForm
        request={request}
        form={form}
        onSend={rename}
        action={say('Save')}
        onCancel={onClose}
      >
        <TextField label={say('Name')} maxLength={LONGEST_NAME} {...form.field('name')} />
      </RequestForm>
      {request.confirmation}
    </Dialog>
  );
}

/** Asks before a workstation is taken out of the clinic. */
export function RemoveWorkstation({ workstation, onClose }: AboutWorkstationProps): ReactNode {
  const { id, name } = workstation;
  const [newKeys, setNewKeys] = useState(true);
  const request = useConfirmedRequest(decidesWhoHasTheAccount);

  async function remove(): Promise<void> {
    const answer = await request.send((proof) =>
      window.clinic.removeWorkstation({ workstationId: id, newKeys, proof }),
    );
    if (answer.ok) onClose();
  }

  return (
    <Dialog
      asks
      title={say('Remove {name}?', { name })}
      description={say(
        'Whoever is signed in there is signed out, and the computer deletes what it has of the clinic as soon as it hears of it. To come back it needs a new code.',
      )}
      onClose={onClose}
    >
      <RequestForm
        request={request}
        onSend={remove}
        action={say('Remove')}
        dangerous
        onCancel={onClose}
      >
        <Switch
          label={say('Give the clinic new keys')}
          explanation={say(
            'A computer that never hears of it, because it was lost or stolen, then reads nothing that comes later.',
          )}
          checked={newKeys}
          onChosen={setNewKeys}
        />
      </RequestForm>
      {request.confirmation}
    </Dialog>
  );
}
