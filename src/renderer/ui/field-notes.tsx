import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import styles from './field.module.css';

export interface FieldNotesProps {
  readonly help?: ReactNode;
  readonly problem?: string | undefined;
}

/** The ids that a control's `aria-describedby` names, in reading order. */
export function describedBy(id: string, { help, problem }: FieldNotesProps): string | undefined {
  const ids = [
    problem === undefined ? '' : `${id}-problem`,
    help === undefined ? '' : `${id}-help`,
  ];
  return ids.join(' ').trim() || undefined;
}

/** What is wrong with a field, and help with filling it in, below the control with this id. */
export function FieldNotes({
  id,
  help,
  problem,
}: FieldNotesProps & { readonly id: string }): ReactNode {
  return (
    <>
      {problem !== undefined && (
        <p id={`${id}-problem`} className={styles['problem']}>
          <CircleAlert size={16} aria-hidden />
          {problem}
        </p>
      )}
      {help !== undefined && (
        <p id={`${id}-help`} className={styles['help']} aria-live="polite">
          {help}
        </p>
      )}
    </>
  );
}
