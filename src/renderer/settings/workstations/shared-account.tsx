import { MonitorSmartphone } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type {
  ClinicView,
  EnrolmentCode,
  WorkstationRow,
} from '../../../shared/requests/clinic-views.js';
import { say } from '../../../shared/words/say.js';
import { Button } from '../../ui/button.js';
import { Problem } from '../../ui/callout.js';
import { useConfirmedRequest } from '../../ui/dialogs/confirmed-request.js';
import { classes } from '../../ui/classes.js';
import layout from '../../ui/styles/layout.module.css';
import tab from '../tab-page.module.css';
import { AddWorkstations } from './add-workstations.js';
import { ClinicServer } from './clinic-server.js';
import { EnrolmentCodes } from './enrolment-codes.js';
import { InvitedList } from './invited-list.js';
import { RemoveWorkstation, RenameWorkstation } from './workstation-dialogs.js';
import { type WorkstationAction, WorkstationTable } from './workstation-table.js';

interface SharedAccountProps {
  readonly clinic: Extract<ClinicView, { shared: true }>;
}

type OpenDialog =
  | { readonly kind: 'add' }
  | { readonly kind: WorkstationAction; readonly workstation: WorkstationRow };

/** The workstations that share the account, and what administrators do with them. */
export function SharedAccount({ clinic }: SharedAccountProps): ReactNode {
  const { workstations, invited, serverAddress, progress } = clinic;
  const [open, setOpen] = useState<OpenDialog | null>(null);
  const [codes, setCodes] = useState<readonly EnrolmentCode[] | null>(null);
  const request = useConfirmedRequest();
  const close = (): void => setOpen(null);

  return (
    <>
      <div className={classes(layout['between'], tab['top'])}>
        <p className={classes(layout['soft'], tab['intro'])}>
          {say(
            '{count, plural, one {One workstation has} other {# workstations share}} the account of your clinic.',
            { count: workstations.length },
          )}
        </p>
        <Button look="primary" icon={MonitorSmartphone} onClick={() => setOpen({ kind: 'add' })}>
          {say('Add a workstation')}
        </Button>
      </div>
      {codes !== null && (
        <EnrolmentCodes codes={codes} serverAddress={serverAddress} onDone={() => setCodes(null)} />
      )}
      <WorkstationTable
        workstations={workstations}
        onAction={(kind, workstation) => setOpen({ kind, workstation })}
      />
      <Problem text={request.problem} />
      {invited.length > 0 && (
        <InvitedList
          invited={invited}
          busy={request.busy}
          onTakeBack={(workstationId) =>
            void request.send(() => window.clinic.withdrawWorkstation({ workstationId }))
          }
        />
      )}
      <ClinicServer
        serverAddress={serverAddress}
        isLast={workstations.length === 1}
        progress={progress}
      />
      {open?.kind === 'add' && (
        <AddWorkstations
          taken={[...workstations, ...invited].map(({ name }) => name)}
          onMade={(made) => {
            setCodes(made);
            close();
          }}
          onClose={close}
        />
      )}
      {open?.kind === 'rename' && (
        <RenameWorkstation workstation={open.workstation} onClose={close} />
      )}
      {open?.kind === 'remove' && (
        <RemoveWorkstation workstation={open.workstation} onClose={close} />
      )}
      {request.confirmation}
    </>
  );
}
