import type { ReactNode } from 'react';
import { say } from '../../../shared/words/say.js';
import { Confirmation } from '../confirmation.js';
import { decidesWhoHasTheAccount } from './workstation-words.js';

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
