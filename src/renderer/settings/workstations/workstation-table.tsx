import { type ReactNode, useId } from 'react';
import type { WorkstationRow } from '../../../shared/requests/clinic-views.js';
import { languageTag, say } from '../../../shared/words/say.js';
import { Button } from '../../ui/button.js';
import { classes } from '../../ui/classes.js';
import layout from '../../ui/styles/layout.module.css';
import { Badge } from '../badge.js';
import styles from './workstation-table.module.css';

export type WorkstationAction = 'rename' | 'remove';

interface WorkstationTableProps {
  readonly workstations: readonly WorkstationRow[];
  readonly onAction: (action: WorkstationAction, workstation: WorkstationRow) => void;
}

/** The clinic's workstations with what can be done about each. */
export function WorkstationTable({ workstations, onAction }: WorkstationTableProps): ReactNode {
  return (
    <div className={layout['framed']}>
      <table className={classes(layout['table'], styles['table'])}>
        <thead>
          <tr>
            <th scope="col">{say('Name')}</th>
            <th scope="col">{say('Enrolled')}</th>
            <th scope="col" className={layout['onlySpoken']}>
              {say('Actions')}
            </th>
          </tr>
        </thead>
        <tbody>
          {workstations.map((workstation) => (
            <Row key={workstation.id} workstation={workstation} onAction={onAction} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function dateAndTime(ms: number): string {
  const format = { dateStyle: 'medium', timeStyle: 'short' } as const;
  return new Intl.DateTimeFormat(languageTag(), format).format(ms);
}

interface RowProps extends Pick<WorkstationTableProps, 'onAction'> {
  readonly workstation: WorkstationRow;
}

function Row({ workstation, onAction }: RowProps): ReactNode {
  const id = useId();
  const { name, isThis, enrolledAtMs } = workstation;
  return (
    <tr>
      <th scope="row" className={styles['name']}>
        <span id={id} className={layout['strong']}>
          {name}
        </span>{' '}
        {isThis && <Badge tone="success">{say('This workstation')}</Badge>}
      </th>
      <td>{dateAndTime(enrolledAtMs)}</td>
      <td className={styles['actions']}>
        <Button small aria-describedby={id} onClick={() => onAction('rename', workstation)}>
          {say('Rename')}
        </Button>
        {!isThis && (
          <Button small aria-describedby={id} onClick={() => onAction('remove', workstation)}>
            {say('Remove')}
          </Button>
        )}
      </td>
    </tr>
  );
}
