import type { ReactNode } from 'react';
import type { ClinicAppRow } from '../../../shared/requests/views.js';
import { say } from '../../../shared/words/say.js';
import { Button } from '../../ui/button.js';
import { Problem } from '../../ui/callout.js';
import { useConfirmedRequest } from '../../ui/dialogs/confirmed-request.js';
import { Actions, Confirmation } from '../../ui/dialogs/dialog.js';

interface RemoveClinicAppProps {
  readonly app: ClinicAppRow;
  readonly onClose: () => void;
}

/** Asks before a clinic app goes, with what members saved for it. */
export function RemoveClinicApp({ app, onClose }: RemoveClinicAppProps): ReactNode {
  const request = useConfirmedRequest();

  async function remove(): Promise<void> {
    const answer = await request.send(() => window.clinic.removeClinicApp({ appId: app.id }));
    if (answer.ok) onClose();
  }

  return (
    <Confirmation
      title={say('Remove {name}?', { name: app.name })}
      description={say(
        'Its window closes at once, and the sign-ins that members saved for it are deleted. The site itself is not changed.',
      )}
      onClose={onClose}
    >
      <Problem text={request.problem} />
      <Actions>
        <Button onClick={onClose}>{say('Cancel')}</Button>
        <Button look="danger" busy={request.busy} onClick={() => void remove()}>
          {say('Remove')}
        </Button>
      </Actions>
      {request.confirmation}
    </Confirmation>
  );
}
