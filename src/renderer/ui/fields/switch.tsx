import { type ReactNode, useId } from 'react';
import styles from './choice.module.css';
import { ManagedNote } from './field-notes.js';

interface SwitchProps {
  readonly label: string;
  readonly explanation: string;
  readonly checked: boolean;
  /** Whether the value cannot be changed here. */
  readonly managed?: boolean;
  readonly onChecked: (checked: boolean) => void;
}

/** A labelled on/off switch with a line that explains it. */
export function Switch(props: SwitchProps): ReactNode {
  const { label, explanation, checked, managed = false, onChecked } = props;
  const id = useId();
  return (
    <div className={styles['choice']}>
      <input
        type="checkbox"
        role="switch"
        id={id}
        className={styles['switch']}
        checked={checked}
        disabled={managed}
        aria-describedby={`${id}-explanation${managed ? ` ${id}-managed` : ''}`}
        onChange={(event) => onChecked(event.target.checked)}
      />
      <div>
        <label htmlFor={id} className={styles['label']}>
          {label}
        </label>
        <p id={`${id}-explanation`} className={styles['explanation']}>
          {explanation}
        </p>
        {managed && <ManagedNote id={`${id}-managed`} />}
      </div>
    </div>
  );
}
