import { type ReactNode, useId } from 'react';
import { Choice } from './choice.js';
import styles from './choice.module.css';
import { ManagedNote } from './field-notes.js';
import fieldStyles from './field.module.css';
import type { Option } from './select-field.js';

interface RadioOption<Value extends string> extends Option<Value> {
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
        <Choice
          key={option.value}
          look="radio"
          name={id}
          label={option.label}
          explanation={option.explanation}
          checked={option.value === value}
          onChosen={() => onValue(option.value)}
        />
      ))}
      {managed && <ManagedNote id={`${id}-managed`} />}
    </fieldset>
  );
}
