import { type ComponentProps, type ReactNode, useId } from 'react';
import layout from '../styles/layout.module.css';
import styles from './choice.module.css';
import { ManagedNote } from './field-notes.js';

interface ChoiceProps extends Pick<ComponentProps<'input'>, 'name' | 'checked' | 'aria-invalid'> {
  readonly look: 'checkbox' | 'radio' | 'switch';
  readonly label: string;
  readonly explanation?: string;
  /** Whether the value cannot be changed here. */
  readonly managed?: boolean;
  readonly onChosen: (chosen: boolean) => void;
}

/** A control that is on or off, with its label beside it. */
export function Choice(props: ChoiceProps): ReactNode {
  const { look, label, explanation, managed = false, onChosen, ...input } = props;
  const id = useId();
  const notes = [explanation && `${id}-explanation`, managed && `${id}-managed`].filter(Boolean);
  return (
    <div className={styles['choice']}>
      <input
        {...input}
        type={look === 'radio' ? 'radio' : 'checkbox'}
        role={look === 'switch' ? 'switch' : undefined}
        id={id}
        className={styles[look]}
        disabled={managed}
        aria-describedby={notes.join(' ') || undefined}
        onChange={(event) => onChosen(event.target.checked)}
      />
      <div>
        <label htmlFor={id} className={styles['label']}>
          {label}
        </label>
        {explanation !== undefined && (
          <p id={`${id}-explanation`} className={layout['note']}>
            {explanation}
          </p>
        )}
        {managed && <ManagedNote id={`${id}-managed`} />}
      </div>
    </div>
  );
}

/** A labelled on/off switch with a line that explains it. */
export function Switch(props: Omit<ChoiceProps, 'look'>): ReactNode {
  return <Choice look="switch" {...props} />;
}
