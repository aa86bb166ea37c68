import { type ReactNode, useState } from 'react';
import { say } from '../../../shared/words/say.js';
import { Callout } from '../../ui/callout.js';
import { useConfirmedRequest } from '../../ui/dialogs/confirmed-request.js';
import { Dialog } from '../../ui/dialogs/dialog.js';
import { RadioGroup } from '../../ui/fields/radio-group.js';
import { ServerField, serverProblem } from '../../ui/fields/server-field.js';
import { useForm } from '../../ui/hooks/use-form.js';
import { RequestForm } from '../../ui/request-form.js';
import { OwnerLogin, ownerProblems, typedOwner } from './owner-login.js';
import { ServerScript } from './server-script.js';
import { decidesWhoHasTheAccount } from './workstation-words.js';

/** What is at the address: the clinic's database; or an empty one, and who makes the clinic's place there. */
type Found = 'clinic' | 'app' | 'script';

interface MoveServerProps {
  readonly serverAddress: string;
  readonly onClose: () => void;
}

/** Names another address of the server, or another server: also an empty one, because the old one is lost. */
export function MoveServer({ serverAddress, onClose }: MoveServerProps): ReactNode {
  const request = useConfirmedRequest(decidesWhoHasTheAccount);
  const [found, setFound] = useState<Found>('clinic');
  const form = useForm({ address: serverAddress, user: '', password: '' }, (values) => ({
    address: serverProblem(values.address),
    ...(found === 'app' && ownerProblems(values)),
  }));

  async function move(): Promise<void> {
    const { address } = form.values;
    const owner = found === 'app' ? typedOwner(form.values) : null;
    const answer = await request.send((proof) =>
      window.clinic.moveServer({ address, owner, proof }),
    );
    if (answer.ok) onClose();
  }

  return (
    <Dialog
      title={say('Change the server')}
      description={
        found === 'clinic'
          ? say('The other workstations go over to this address as soon as they hear of it.')
          : say('This workstation fills the database with the account, and goes on there.')
      }
      onClose={onClose}
    >
      <RequestForm
        request={request}
        form={form}
        onSend={move}
        action={found === 'script' ? say('The file was run') : say('Change the server')}
        onCancel={onClose}
      >
        <ServerField {...form.field('address')} />
        <RadioGroup
          label={say('What is at this address')}
          value={found}
          onValue={setFound}
          options={[
            {
              value: 'clinic',
              label: say('The clinic’s database'),
              explanation: say('The same under another address, or restored from a backup.'),
            },
            {
              value: 'app',
              label: say('An empty database, which this app sets up now'),
              explanation: say('With the login of the database’s owner.'),
            },
            {
              value: 'script',
              label: say('An empty database, which whoever runs the server sets up'),
              explanation: say('With an SQL file that you save here.'),
            },
          ]}
        />
        {found === 'app' && <OwnerLogin field={form.field} />}
        {found === 'script' && <ServerScript />}
        {found !== 'clinic' && (
          <Callout tone="warning">
            {say(
              'Every other workstation must join anew with a new code, under “Join another clinic…”. Members who have not signed in here in the last 30 days need an invitation code.',
            )}
          </Callout>
        )}
      </RequestForm>
      {request.confirmation}
    </Dialog>
  );
}
