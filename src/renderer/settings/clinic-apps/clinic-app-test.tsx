import type { ReactNode } from 'react';
import type { SiteFinding } from '../../../shared/clinic-apps/clinic-app.js';
import type { ClinicAppRow } from '../../../shared/requests/views.js';
import { say } from '../../../shared/words/say.js';
import { Button } from '../../ui/button.js';
import { Actions, Dialog } from '../../ui/dialogs/dialog.js';
import { draftClinicApp, hostsToAllow } from './clinic-app-draft.js';
import { ClinicAppFinding } from './clinic-app-finding.js';

interface ClinicAppTestProps {
  readonly app: ClinicAppRow;
  readonly finding: SiteFinding;
  /** The host is to be added in the form, where the rest can be looked at before it is saved. */
  readonly onAllow: (host: string) => void;
  readonly onClose: () => void;
}

/** What a test from the list found. */
export function ClinicAppTest({ app, finding, onAllow, onClose }: ClinicAppTestProps): ReactNode {
  return (
    <Dialog title={say('Test of {name}', { name: app.name })} onClose={onClose}>
      <ClinicAppFinding
        finding={finding}
        hosts={hostsToAllow(draftClinicApp(app), finding.refusedHosts)}
        onAllow={onAllow}
      />
      <Actions>
        <Button look="primary" onClick={onClose}>
          {say('Done')}
        </Button>
      </Actions>
    </Dialog>
  );
}
