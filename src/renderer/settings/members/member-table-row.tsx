import { type ReactNode, useId } from 'react';
import { ROLE_NAMES } from '../../../shared/people/role.js';
import type { MemberRow } from '../../../shared/requests/views.js';
import { say } from '../../../shared/words/say.js';
import { Badge, type BadgeProps } from '../badge.js';
import { type MemberAction, MemberActions } from './member-actions.js';
import layout from '../../ui/styles/layout.module.css';
import { classes } from '../../ui/classes.js';
import styles from './member-table.module.css';

const dateAndTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

const TWO_FACTOR: Readonly<Record<MemberRow['twoFactor'], () => BadgeProps>> = {
  on: () => ({ tone: 'success', children: say('On') }),
  off: () => ({ tone: 'info', children: say('Off') }),
  reset: () => ({ tone: 'warning', children: say('To set up again') }),
  damaged: () => ({ tone: 'danger', children: say('Damaged') }),
};

function statusOf({ signedIn, active }: MemberRow): BadgeProps {
  if (signedIn) return { tone: 'success', children: say('Signed in') };
  return active
    ? { tone: 'info', children: say('Active') }
    : { tone: 'danger', children: say('Disabled') };
}

function lastSignIn({ lastSignedInAt }: MemberRow): string {
  return lastSignedInAt === null
    ? say('Not signed in yet')
    : dateAndTime.format(new Date(lastSignedInAt));
}

interface MemberTableRowProps {
  readonly member: MemberRow;
  readonly onAction: (action: MemberAction, member: MemberRow) => void;
}

export function MemberTableRow({ member, onAction }: MemberTableRowProps): ReactNode {
  const id = useId();
  const about = member.lastAdministrator ? `${id}-name ${id}-reason` : `${id}-name`;
  return (
    <tr>
      <th scope="row" className={styles['who']}>
        <p id={`${id}-name`} className={layout['strong']}>
          {member.name}
        </p>
        <p className={layout['note']}>{member.email}</p>
      </th>
      <td>{ROLE_NAMES[member.role]}</td>
      <td>
        <Badge {...TWO_FACTOR[member.twoFactor]()} />
      </td>
      <td>
        <Badge {...statusOf(member)} />
        <p className={layout['below']}>{lastSignIn(member)}</p>
        {member.invited && <p className={layout['below']}>{say('Invitation code is open')}</p>}
      </td>
      <td className={styles['actions']}>
        <MemberActions member={member} about={about} onAction={onAction} />
        {member.lastAdministrator && (
          <p id={`${id}-reason`} className={classes(layout['note'], styles['reason'])}>
            {say('A clinic needs at least one active administrator.')}
          </p>
        )}
      </td>
    </tr>
  );
}
