import type { ReactNode } from 'react';
import type { MemberRow } from '../../../shared/requests/views.js';
import { say } from '../../../shared/words/say.js';
import { Button } from '../../ui/button.js';
import { Problem } from '../../ui/callout.js';
import { useConfirmedRequest } from '../../ui/dialogs/confirmed-request.js';
import { Actions, Confirmation } from '../../ui/dialogs/dialog.js';

function consequences({ name, role, twoFactor }: MemberRow): string {
  if (twoFactor === 'on')
    return say(
      'The authenticator app and the recovery codes stop working at once. At the next sign-in {name} enters the password and then sets two-factor authentication up again. Do this only when you have made sure who asks.',
      { name },
    );
  const changed = say(
    'This member’s record was changed by other means than this app, so nothing in it is trusted. At the next sign-in {name} enters the password and then sets two-factor authentication up again.',
    { name },
  );
  return role === 'administrator'
    ? `${changed} ${say('Until you have looked into it, this account becomes a receptionist’s: change its role afterwards.')}`
    : changed;
}

interface ResetTwoFactorProps {
  readonly member: MemberRow;
  readonly onClose: () => void;
}

/** Asks before a member's two-factor authentication is taken away. */
export function ResetTwoFactor({ member, onClose }: ResetTwoFactorProps): ReactNode {
  const request = useConfirmedRequest();

  async function reset(): Promise<void> {
    const answer = await request.send((proof) =>
      window.clinic.resetTwoFactor({ memberId: member.id, proof }),
    );
    if (answer.ok) onClose();
  }

  return (
    <Confirmation
      title={say('Reset two-factor for {name}?', { name: member.name })}
      description={consequences(member)}
      onClose={onClose}
    >
      <Problem text={request.problem} />
      <Actions>
        <Button onClick={onClose}>{say('Cancel')}</Button>
        <Button look="danger" busy={request.busy} onClick={() => void reset()}>
          {say('Reset two-factor')}
        </Button>
      </Actions>
      {request.confirmation}
    </Confirmation>
  );
}
