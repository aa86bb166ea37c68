import { type ReactNode, useId } from 'react';
import { describedBy, FieldNotes, type FieldNotesProps } from './field-notes.js';
import styles from './field.module.css';

interface TextAreaProps extends FieldNotesProps {
  readonly label: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
  /** The number of visible lines. */
  readonly rows: number;
  readonly onLeave?: () => void;
}

/** A labelled box for several lines, with help and a problem in words. */
export function TextArea({
  label,
  value,
  onValue,
  rows,
  help,
  problem,
  onLeave,
}: TextAreaProps): ReactNode {
  const id = useId();
  return (
    <div className={styles['field']}>
      <label htmlFor={id} className={styles['label']}>
        {label}
      </label>
      <textarea
        id={id}
        className={styles['area']}
        rows={rows}
        value={value}
        // Hosts must not be spell-checked.
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        aria-invalid={problem === undefined ? undefined : true}
        aria-describedby={describedBy(id, { help, problem })}
        onChange={(event) => onValue(event.target.value)}
        onBlur={onLeave}
      />
      <FieldNotes id={id} help={help} problem={problem} />
    </div>
  );
}
