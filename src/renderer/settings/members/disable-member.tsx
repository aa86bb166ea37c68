import type { ReactNode } from 'react';
import { say } from '../../../shared/words/say.js';
import { Confirmation } from '../confirmation.js';
import type { AboutMemberProps } from './member-actions.js';

/** Asks before a member loses access. */
export function DisableMember({ member, onClose }: AboutMemberProps): ReactNode {
  return (
    <Confirmation
      title={say('Disable {name}?', { name: member.name })}
      description={
        member.signedIn
          ? say(
              'The session that is open now ends at once, and this member can no longer sign in. You can enable the account again at any time.',
            )
          : say('This member can no longer sign in. You can enable the account again at any time.')
      }
      action={say('Disable')}
      ask={() => window.clinic.disableMember({ memberId: member.id })}
      onClose={onClose}
    />
  );
}
