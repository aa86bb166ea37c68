import { type ReactNode, useState } from 'react';
import type { AuditFilter } from '../../../shared/workstation/audit-log.js';
import type { AuditFormat } from '../../../shared/workstation/audit-verdict.js';
import { say } from '../../../shared/words/say.js';
import { Button } from '../../ui/button.js';
import { Problem } from '../../ui/callout.js';
import { useConfirmedRequest } from '../../ui/dialogs/confirmed-request.js';
import { Actions, Dialog } from '../../ui/dialogs/dialog.js';
import { RadioGroup } from '../../ui/fields/radio-group.js';
import { formatOptions, leavesTheApp } from './audit-log-words.js';

interface ExportLogProps {
  readonly filter: AuditFilter;
  readonly onClose: () => void;
  readonly onSaved: () => void;
}

/** Asks in which form the log leaves the app. */
export function ExportLog({ filter, onClose, onSaved }: ExportLogProps): ReactNode {
  const [format, setFormat] = useState<AuditFormat>('table');
  const request = useConfirmedRequest(leavesTheApp);

  async function send(): Promise<void> {
    const answer = await request.send((proof) =>
      window.clinic.exportAuditLog({ filter, format, proof }),
    );
    if (answer.ok && answer.saved) onSaved();
  }

  return (
    <Dialog title={say('Export the audit log')} onClose={onClose}>
      <RadioGroup
        // translators: the kind of file to export
        label={say('Form')}
        value={format}
        onValue={setFormat}
        options={formatOptions()}
      />
      <Problem text={request.problem} />
      <Actions>
        <Button onClick={onClose}>{say('Cancel')}</Button>
        <Button look="primary" busy={request.busy} onClick={() => void send()}>
          {say('Export')}
        </Button>
      </Actions>
      {request.confirmation}
    </Dialog>
  );
}
