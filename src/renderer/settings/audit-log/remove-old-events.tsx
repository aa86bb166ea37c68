import type { ReactNode } from 'react';
import { say } from '../../../shared/words/say.js';
import { Button } from '../../ui/button.js';
import { Problem } from '../../ui/callout.js';
import { useConfirmedRequest } from '../../ui/dialogs/confirmed-request.js';
import { Actions, Dialog } from '../../ui/dialogs/dialog.js';
import { keepsTheLog } from './audit-log-words.js';

interface RemoveOldEventsProps {
  readonly count: number;
  readonly onClose: () => void;
  readonly onExport: () => void;
  readonly onRemoved: () => void;
}

/** Asks before older events go for good, and offers to export the log first. */
export function RemoveOldEvents({
  count,
  onClose,
  onExport,
  onRemoved,
}: RemoveOldEventsProps): ReactNode {
  const request = useConfirmedRequest(keepsTheLog);

  async function remove(): Promise<void> {
    const answer = await request.send((proof) => window.clinic.removeOldAuditEvents({ proof }));
    if (answer.ok) onRemoved();
  }

  return (
    <Dialog
      asks
      title={say('{count, plural, one {Remove # event?} other {Remove {count} events?}}', {
        count,
      })}
      description={say(
        'They cannot be brought back. Export the signed log first if you may need them. The log then says who removed them and when, under your signature, so that the rest can still be verified.',
      )}
      onClose={onClose}
    >
      <Problem text={request.problem} />
      <Actions>
        <Button onClick={onClose}>{say('Cancel')}</Button>
        <Button onClick={onExport}>{say('Export first…')}</Button>
        <Button look="danger" busy={request.busy} onClick={() => void remove()}>
          {say('Remove')}
        </Button>
      </Actions>
      {request.confirmation}
    </Dialog>
  );
}
