import { type ReactNode, useState } from 'react';
import type { ClinicView } from '../../../shared/requests/clinic-views.js';
import { say } from '../../../shared/words/say.js';
import { Button } from '../../ui/button.js';
import { Callout } from '../../ui/callout.js';
import { Card } from '../../ui/card.js';
import layout from '../../ui/styles/layout.module.css';
import { JoinAnother } from './join-another.js';
import { LeaveClinic } from './leave-clinic.js';
import { MoveServer } from './move-server.js';

interface ClinicServerProps {
  readonly clinic: Extract<ClinicView, { shared: true }>;
}

/** The server of the clinic, and the way back to a computer of its own. */
export function ClinicServer({ clinic }: ClinicServerProps): ReactNode {
  const { serverAddress, connections, workstations, progress } = clinic;
  const [open, setOpen] = useState<'move' | 'leave' | 'join' | null>(null);
  const close = (): void => setOpen(null);
  return (
    <Card
      title={say('The clinic’s server')}
      description={say('It keeps the account sealed and brings each change to every workstation.')}
    >
      <dl className={layout['facts']}>
        <dt>{say('Address')}</dt>
        <dd>{serverAddress}</dd>
      </dl>
      {connections !== null && (
        <Callout tone="warning">
          {say(
            'The server allows {allowed, number} connections, and your workstations may need {needed, number}: some of them could stay without it. Ask whoever runs it to raise max_connections.',
            connections,
          )}
        </Callout>
      )}
      <div className={layout['buttons']}>
        <Button onClick={() => setOpen('move')}>{say('Change the server…')}</Button>
        <Button look="quiet" onClick={() => setOpen('leave')}>
          {say('Make this computer independent…')}
        </Button>
        <Button look="quiet" onClick={() => setOpen('join')}>
          {say('Join another clinic…')}
        </Button>
      </div>
      {open === 'move' && <MoveServer serverAddress={serverAddress} onClose={close} />}
      {open === 'leave' && <LeaveClinic isLast={workstations.length === 1} onClose={close} />}
      {open === 'join' && <JoinAnother isShared progress={progress} onClose={close} />}
    </Card>
  );
}
