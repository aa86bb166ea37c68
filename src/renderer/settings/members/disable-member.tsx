import type { ReactNode } from 'react';
import type { MemberRow } from '../../../shared/requests/views.js';
import { say } from '../../../shared/words/say.js';
import { Button } from '../../ui/button.js';
import { Problem } from '../../ui/callout.js';
import { useConfirmedRequest } from '../../ui/dialogs/confirmed-request.js';
import { Actions, Confirmation } from '../../ui/dialogs/dialog.js';

interface DisableMemberProps {
  readonly member: MemberRow;
  readonly onClose: () => void;
}

/** Asks before a member loses access. */
export function DisableMember({ member, onClose }: DisableMemberProps): ReactNode {
  const request = useConfirmedRequest();

  async function disable(): Promise<void> {
    const answer = await request.send(() => window.clinic.disableMember({ memberId: member.id }));
    if (answer.ok) onClose();
  }

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
      onClose={onClose}
    >
      <Problem text={request.problem} />
      <Actions>
        <Button onClick={onClose}>{say('Cancel')}</Button>
        <Button look="danger" busy={request.busy} onClick={() => void disable()}>
          {say('Disable')}
        </Button>
      </Actions>
      {request.confirmation}
    </Confirmation>
  );
}
