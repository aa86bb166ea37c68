import { CircleAlert, Lock } from 'lucide-react';
import type { ReactNode } from 'react';
import { say } from '../../../shared/words/say.js';
import layout from '../styles/layout.module.css';
import { classes } from '../classes.js';
import styles from './field.module.css';

export interface FieldNotesProps {
  readonly help?: ReactNode;
  readonly problem?: string | undefined;
  /** Whether those who manage this computer decide the value, so that it cannot be changed here. */
  readonly managed?: boolean | undefined;
}

/** The ids for a control's `aria-describedby`, in reading order. */
export function describedBy(
  id: string,
  { help, problem, managed = false }: FieldNotesProps,
): string | undefined {
  const ids = [
    managed ? `${id}-managed` : '',
    problem === undefined ? '' : `${id}-problem`,
    help === undefined ? '' : `${id}-help`,
  ];
  return ids.filter((part) => part !== '').join(' ') || undefined;
}

/** The problem of a field and the help for it, below the control with this id. */
export function FieldNotes({
  id,
  help,
  problem,
  managed = false,
}: FieldNotesProps & { readonly id: string }): ReactNode {
  return (
    <>
      {managed && <ManagedNote id={`${id}-managed`} />}
      {problem !== undefined && (
        <p id={`${id}-problem`} className={styles['problem']}>
          <CircleAlert size={16} aria-hidden />
          {problem}
        </p>
      )}
      {help !== undefined && (
        <p id={`${id}-help`} className={layout['note']} aria-live="polite">
          {help}
        </p>
      )}
    </>
  );
}

/** Says that a control cannot be changed here, and who can change it. */
export function ManagedNote({ id }: { readonly id: string }): ReactNode {
  return (
    <p id={id} className={classes(layout['note'], styles['managed'])}>
      <Lock size={16} aria-hidden />
      {say('Managed by your organisation')}
    </p>
  );
}
