import { type ReactNode, useId } from 'react';
import styles from './choice.module.css';

interface SwitchProps {
  readonly label: string;
  readonly explanation: string;
  readonly checked: boolean;
  readonly onChecked: (checked: boolean) => void;
}

/** A labelled on/off switch with a line that says what it does. */
export function Switch({ label, explanation, checked, onChecked }: SwitchProps): ReactNode {
  const id = useId();
  return (
    <div className={styles['choice']}>
      <input
        type="checkbox"
        role="switch"
        id={id}
        className={styles['switch']}
        checked={checked}
        aria-describedby={`${id}-explanation`}
        onChange={(event) => onChecked(event.target.checked)}
      />
      <div>
        <label htmlFor={id} className={styles['label']}>
          {label}
        </label>
        <p id={`${id}-explanation`} className={styles['explanation']}>
          {explanation}
        </p>
      </div>
    </div>
  );
}
