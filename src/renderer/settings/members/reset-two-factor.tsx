import type { ReactNode } from 'react';
import type { MemberRow } from '../../../shared/requests/views.js';
import { say } from '../../../shared/words/say.js';
import { Confirmation } from '../confirmation.js';
import type { AboutMemberProps } from './member-actions.js';

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

/** Asks before a member's two-factor authentication is taken away. */
export function ResetTwoFactor({ member, onClose }: AboutMemberProps): ReactNode {
  return (
    <Confirmation
      title={say('Reset two-factor for {name}?', { name: member.name })}
      description={consequences(member)}
      action={say('Reset two-factor')}
      ask={(proof) => window.clinic.resetTwoFactor({ memberId: member.id, proof })}
      onClose={onClose}
    />
  );
}
