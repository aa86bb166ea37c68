import { type ReactNode, useId } from 'react';
import { ROLE_NAMES } from '../../../shared/people/role.js';
import type { MemberRow } from '../../../shared/requests/views.js';
import { say } from '../../../shared/words/say.js';
import { formatOf } from '../../ui/words/moment-in-words.js';
import { Button } from '../../ui/button.js';
import { classes } from '../../ui/classes.js';
import layout from '../../ui/styles/layout.module.css';
import { dayInWords } from '../../ui/words/moment-in-words.js';
import { Badge, type BadgeProps } from '../badge.js';
import styles from './member-table.module.css';

export type MemberAction =
  | 'role'
  | 'disable'
  | 'enable'
  | 'resetTwoFactor'
  | 'removeBadge'
  | 'invite'
  | 'signOut'
  | 'signOutEverywhere';

interface MemberTableProps {
  readonly members: readonly MemberRow[];
  /** Whether other computers have the same account. */
  readonly isShared: boolean;
  readonly onAction: (action: MemberAction, member: MemberRow) => void;
}

/** The members with what can be done about each. */
export function MemberTable({ members, isShared, onAction }: MemberTableProps): ReactNode {
  return (
    <div className={layout['framed']}>
      <table className={classes(layout['table'], styles['table'])}>
        <thead>
          <tr>
            <th scope="col">{say('Name and email')}</th>
            <th scope="col">{say('Role')}</th>
            <th scope="col">{say('Two-factor')}</th>
            <th scope="col">
              {isShared ? say('Status and last sign-in here') : say('Status and last sign-in')}
            </th>
            <th scope="col" className={layout['onlySpoken']}>
              {say('Actions')}
            </th>
          </tr>
        </thead>
        <tbody>
          {members.map((member) => (
            <MemberTableRow
              key={member.id}
              member={member}
              isShared={isShared}
              onAction={onAction}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

const DATE_AND_TIME = { dateStyle: 'medium', timeStyle: 'short' } as const;

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

/** Of a shared account each computer knows its own sign-ins alone. */
function lastSignIn({ lastSignedInAt }: MemberRow, isShared: boolean): string {
  if (lastSignedInAt !== null) return formatOf(DATE_AND_TIME).format(new Date(lastSignedInAt));
  return isShared ? say('Not signed in here yet') : say('Not signed in yet');
}

function guideInWords(readAt: number | null): string {
  return readAt === null
    ? say('Guide not read yet')
    : say('Guide read on {date}', { date: dayInWords(readAt) });
}

interface MemberTableRowProps extends Pick<MemberTableProps, 'isShared' | 'onAction'> {
  readonly member: MemberRow;
}

function MemberTableRow({ member, isShared, onAction }: MemberTableRowProps): ReactNode {
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
        <p className={layout['below']}>{lastSignIn(member, isShared)}</p>
        {member.active && member.needsInvitation && !member.invited && (
          <p className={layout['below']}>
            <Badge tone="warning">{say('Needs an invitation code')}</Badge>
          </p>
        )}
        {member.invited && <p className={layout['below']}>{say('Invitation code is open')}</p>}
        {member.active && <p className={layout['below']}>{guideInWords(member.guideReadAt)}</p>}
      </td>
      <td className={styles['actions']}>
        <MemberActions {...{ member, about, isShared, onAction }} />
        {member.lastAdministrator && (
          <p id={`${id}-reason`} className={classes(layout['note'], styles['reason'])}>
            {say('A clinic needs at least one active administrator.')}
          </p>
        )}
      </td>
    </tr>
  );
}

interface MemberActionsProps extends MemberTableRowProps {
  /** The ids of what describes the buttons: rows have buttons of the same names. */
  readonly about: string;
}

interface Choice {
  readonly action: MemberAction;
  readonly label: string;
  readonly blocked?: boolean;
}

function choicesFor(
  { active, signedIn, lastAdministrator, twoFactor, badge }: MemberRow,
  isShared: boolean,
): Choice[] {
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
  if (badge) choices.push({ action: 'removeBadge', label: say('Remove badge') });
  if (signedIn)
    choices.push({
      action: 'signOut',
      label: say('{who, select, other {Sign out}}', { who: 'others' }),
    });
  if (isShared && active)
    choices.push({ action: 'signOutEverywhere', label: say('Sign out everywhere') });
  return choices;
}

/** What can be done about a member. */
function MemberActions(props: MemberActionsProps): ReactNode {
  const { member, about, isShared, onAction } = props;
  return (
    <div className={layout['buttons']}>
      {choicesFor(member, isShared).map(({ action, label, blocked }) => (
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
