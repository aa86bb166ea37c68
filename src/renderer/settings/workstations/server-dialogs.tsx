import type { ReactNode } from 'react';
import { say } from '../../../shared/words/say.js';
import { useConfirmedRequest } from '../../ui/dialogs/confirmed-request.js';
import { Dialog } from '../../ui/dialogs/dialog.js';
import { ServerField, serverProblem } from '../../ui/fields/server-field.js';
import { useForm } from '../../ui/hooks/use-form.js';
import { RequestForm } from '../../ui/request-form.js';
import { Confirmation } from '../confirmation.js';
import { decidesWhoHasTheAccount } from './workstation-words.js';

interface MoveServerProps {
  readonly serverAddress: string;
  readonly onClose: () => void;
}

/** Names another address of the server, or another server. */
export function MoveServer({ serverAddress, onClose }: MoveServerProps): ReactNode {
  const request = useConfirmedRequest(decidesWhoHasTheAccount);
  const form = useForm({ address: serverAddress }, (values) => ({
    address: serverProblem(values.address),
  }));

  async function move(): Promise<void> {
    const { address } = form.values;
    const answer = await request.send((proof) => window.clinic.moveServer({ address, proof }));
    if (answer.ok) onClose();
  }

  return (
    <Dialog
      title={say('Change the server')}
      description={say(
        'Every workstation goes over to this address as soon as it hears of it. The database must be there already, with all that the clinic has.',
      )}
      onClose={onClose}
    >
      <RequestForm
        request={request}
        form={form}
        onSend={move}
        action={say('Change the server')}
        onCancel={onClose}
      >
        <ServerField {...form.field('address')} />
      </RequestForm>
      {request.confirmation}
    </Dialog>
  );
}

interface LeaveClinicProps {
  readonly isLast: boolean;
  readonly onClose: () => void;
}

/** Asks before this computer leaves the clinic and keeps the account for itself. */
export function LeaveClinic({ isLast, onClose }: LeaveClinicProps): ReactNode {
  return (
    <Confirmation
      title={say('Make this computer independent?')}
      description={
        isLast
          ? say(
              'It keeps the account, with new keys, and asks the server for nothing any more. It is the last workstation: the database can be dropped afterwards.',
            )
          : say(
              'It keeps the account as it is now, with new keys, and leaves the clinic. What is decided at the other workstations from then on does not reach this one, nor the other way round.',
            )
      }
      action={say('Make independent')}
      why={decidesWhoHasTheAccount}
      ask={(proof) => window.clinic.leaveClinic({ proof })}
      onClose={onClose}
    />
  );
}
