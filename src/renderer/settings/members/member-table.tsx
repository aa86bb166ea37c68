import type { ReactNode } from 'react';
import type { MemberRow } from '../../../shared/requests/views.js';
import { say } from '../../../shared/words/say.js';
import layout from '../../ui/styles/layout.module.css';
import type { MemberAction } from './member-actions.js';
import { MemberTableRow } from './member-table-row.js';
import { classes } from '../../ui/classes.js';
import styles from './member-table.module.css';

interface MemberTableProps {
  readonly members: readonly MemberRow[];
  readonly onAction: (action: MemberAction, member: MemberRow) => void;
}

/** The members with what can be done about each. */
export function MemberTable({ members, onAction }: MemberTableProps): ReactNode {
  return (
    <div className={layout['framed']}>
      <table className={classes(layout['table'], styles['table'])}>
        <thead>
          <tr>
            <th scope="col">{say('Name and email')}</th>
            <th scope="col">{say('Role')}</th>
            <th scope="col">{say('Two-factor')}</th>
            <th scope="col">{say('Status and last sign-in')}</th>
            <th scope="col" className={layout['onlySpoken']}>
              {say('Actions')}
            </th>
          </tr>
        </thead>
        <tbody>
          {members.map((member) => (
            <MemberTableRow key={member.id} member={member} onAction={onAction} />
          ))}
        </tbody>
      </table>
    </div>
  );
}
