import type { ReactNode } from 'react';
import type { MemberRow } from '../../../shared/requests/views.js';
import { say } from '../../../shared/words/say.js';
import { Button } from '../../ui/button.js';
import layout from '../../ui/styles/layout.module.css';

export type MemberAction = 'role' | 'disable' | 'enable' | 'resetTwoFactor' | 'invite' | 'signOut';

interface MemberActionsProps {
  readonly member: MemberRow;
  /** The ids of what describes the buttons: rows have buttons of the same names. */
  readonly about: string;
  readonly onAction: (action: MemberAction, member: MemberRow) => void;
}

interface Choice {
  readonly action: MemberAction;
  readonly label: string;
  readonly blocked?: boolean;
}

function choicesFor({ active, signedIn, lastAdministrator, twoFactor }: MemberRow): Choice[] {
  const choices: Choice[] = [
    { action: 'role', label: say('Change role'), blocked: lastAdministrator },
    active
      ? { action: 'disable', label: say('Disable'), blocked: lastAdministrator }
      : { action: 'enable', label: say('Enable') },
  ];
  // Not for oneself: whoever sits down at a session that was left would have a way back in.
  if (active && !signedIn) choices.push({ action: 'invite', label: say('Invitation code') });
  if (!signedIn && (twoFactor === 'on' || twoFactor === 'damaged'))
    choices.push({ action: 'resetTwoFactor', label: say('Reset two-factor') });
  if (signedIn) choices.push({ action: 'signOut', label: say('Sign out') });
  return choices;
}

/** What can be done about a member. */
export function MemberActions({ member, about, onAction }: MemberActionsProps): ReactNode {
  return (
    <div className={layout['buttons']}>
      {choicesFor(member).map(({ action, label, blocked }) => (
        <Button
          key={action}
          small
          aria-describedby={about}
          blocked={blocked ?? false}
          onClick={() => onAction(action, member)}
        >
          {label}
        </Button>
      ))}
    </div>
  );
}
