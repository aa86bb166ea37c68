import { type ReactNode, useId } from 'react';
import styles from './choice.module.css';
import { ManagedNote } from './field-notes.js';
import fieldStyles from './field.module.css';

interface RadioOption<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly explanation: string;
}

interface RadioGroupProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly onValue: (value: Value) => void;
  readonly options: readonly RadioOption<Value>[];
  /** Whether the value cannot be changed here. */
  readonly managed?: boolean;
}

/** A few visible options; one of them is chosen. */
export function RadioGroup<Value extends string>({
  label,
  value,
  onValue,
  options,
  managed = false,
}: RadioGroupProps<Value>): ReactNode {
  const id = useId();
  return (
    <fieldset
      role="radiogroup"
      aria-labelledby={id}
      aria-describedby={managed ? `${id}-managed` : undefined}
      disabled={managed}
      className={styles['group']}
    >
      <legend id={id} className={fieldStyles['label']}>
        {label}
      </legend>
      {options.map((option) => (
        <div key={option.value} className={styles['choice']}>
          <input
            type="radio"
            name={id}
            id={`${id}-${option.value}`}
            className={styles['radio']}
            checked={option.value === value}
            aria-describedby={`${id}-${option.value}-explanation`}
            onChange={() => onValue(option.value)}
          />
          <div>
            <label htmlFor={`${id}-${option.value}`} className={styles['label']}>
              {option.label}
            </label>
            <p id={`${id}-${option.value}-explanation`} className={styles['explanation']}>
              {option.explanation}
            </p>
          </div>
        </div>
      ))}
      {managed && <ManagedNote id={`${id}-managed`} />}
    </fieldset>
  );
}
