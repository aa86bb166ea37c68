import type { ReactNode } from 'react';
import type { BarView } from '../../../shared/clinic-apps/guard-bar.js';
import { Avatar } from '../../ui/avatar.js';
import layout from '../../ui/styles/layout.module.css';
import styles from './member-chip.module.css';

/** Whose session this is, in name and colour. */
export function MemberChip({ member }: { readonly member: BarView['member'] }): ReactNode {
  return (
    <p className={styles['chip']} title={`Signed in as ${member.name}`}>
      <Avatar name={member.name} />
      <span className={layout['onlySpoken']}>Signed in as </span>
      <span className={styles['name']}>{member.name}</span>
    </p>
  );
}
