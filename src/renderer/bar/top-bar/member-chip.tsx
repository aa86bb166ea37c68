import type { ReactNode } from 'react';
import type { BarView } from '../../../shared/clinic-apps/guard-bar.js';
import { Avatar } from '../../ui/avatar.js';
import { say } from '../../../shared/words/say.js';
import layout from '../../ui/styles/layout.module.css';
import { sayRich } from '../../ui/words/say-rich.js';
import { classes } from '../../ui/classes.js';
import styles from './member-chip.module.css';

/** Whose session this is, in name and colour. */
export function MemberChip({ member }: { readonly member: BarView['member'] }): ReactNode {
  return (
    <p className={styles['chip']} title={say('Signed in as {name}', { name: member.name })}>
      <Avatar name={member.name} />
      {sayRich('<spoken>Signed in as </spoken><b>{name}</b>', {
        name: member.name,
        spoken: (words) => <span className={layout['onlySpoken']}>{words}</span>,
        b: (name) => <span className={classes(layout['clip'], styles['name'])}>{name}</span>,
      })}
    </p>
  );
}
