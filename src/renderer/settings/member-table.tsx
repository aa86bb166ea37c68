import { type ReactNode, useId } from 'react';
import { ROLE_NAMES } from '../../contract/role.js';
import type { MemberRow } from '../../contract/views.js';
import { Button } from '../ui/button.js';
import styles from './member-table.module.css';

const dateAndTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

function lastSignIn({ lastSignedInAt }: MemberRow): string {
  return lastSignedInAt === null
    ? 'Not signed in yet'
    : dateAndTime.format(new Date(lastSignedInAt));
}

interface MemberTableProps {
  readonly members: readonly MemberRow[];
  readonly onDisable: (member: MemberRow) => void;
  readonly onEnable: (member: MemberRow) => void;
  readonly onChangeRole: (member: MemberRow) => void;
  readonly onSignOut: (member: MemberRow) => void;
}

interface RowProps extends Omit<MemberTableProps, 'members'> {
  readonly member: MemberRow;
}

function Status({ member }: { readonly member: MemberRow }): ReactNode {
  const words = member.signedIn ? 'Signed in' : member.active ? 'Active' : 'Disabled';
  return (
    <span
      className={styles['status']}
      data-status={member.signedIn ? 'signedIn' : member.active ? 'active' : 'disabled'}
    >
      {words}
    </span>
  );
}

function Row({ member, onDisable, onEnable, onChangeRole, onSignOut }: RowProps): ReactNode {
  const id = useId();
  // Every row has buttons of the same names: each is described by whom it is about.
  const about = member.lastAdministrator ? `${id}-name ${id}-reason` : `${id}-name`;
  return (
    <tr>
      <th scope="row" className={styles['who']}>
        <span id={`${id}-name`} className={styles['name']}>
          {member.name}
        </span>
        <span className={styles['email']}>{member.email}</span>
      </th>
      <td>{ROLE_NAMES[member.role]}</td>
      <td>
        <Status member={member} />
        <p className={styles['last']}>{lastSignIn(member)}</p>
      </td>
      <td>
        <div className={styles['actions']}>
          <Button
            small
            aria-describedby={about}
            blocked={member.lastAdministrator}
            onClick={() => onChangeRole(member)}
          >
            Change role
          </Button>
          {member.active ? (
            <Button
              small
              aria-describedby={about}
              blocked={member.lastAdministrator}
              onClick={() => onDisable(member)}
            >
              Disable
            </Button>
          ) : (
            <Button small aria-describedby={about} onClick={() => onEnable(member)}>
              Enable
            </Button>
          )}
          {member.signedIn && (
            <Button small aria-describedby={about} onClick={() => onSignOut(member)}>
              Sign out
            </Button>
          )}
        </div>
        {member.lastAdministrator && (
          <p id={`${id}-reason`} className={styles['reason']}>
            A clinic needs at least one active administrator.
          </p>
        )}
      </td>
    </tr>
  );
}

/** The members with what can be done about each. */
export function MemberTable({ members, ...actions }: MemberTableProps): ReactNode {
  return (
    <div className={styles['frame']}>
      <table className={styles['table']}>
        <thead>
          <tr>
            <th scope="col">Name and email</th>
            <th scope="col">Role</th>
            <th scope="col">Status and last sign-in</th>
            <th scope="col">Actions</th>
          </tr>
        </thead>
        <tbody>
          {members.map((member) => (
            <Row key={member.id} member={member} {...actions} />
          ))}
        </tbody>
      </table>
    </div>
  );
}
