import { type ReactNode, useId } from 'react';
import { classes } from '../classes.js';
import layout from '../styles/layout.module.css';
import { Choice } from './choice.js';
import styles from './choice.module.css';
import { ManagedNote } from './field-notes.js';
import field from './field.module.css';

interface RadioGroupProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly onValue: (value: Value) => void;
  readonly options: readonly {
    readonly value: Value;
    readonly label: string;
    readonly explanation: string;
  }[];
  /** Whether the value cannot be changed here. */
  readonly managed?: boolean;
}

/** A few visible options; one of them is chosen. */
export function RadioGroup<Value extends string>(props: RadioGroupProps<Value>): ReactNode {
  const { label, value, onValue, options, managed = false } = props;
  const id = useId();
  return (
    <fieldset
      role="radiogroup"
      aria-labelledby={id}
      aria-describedby={managed ? `${id}-managed` : undefined}
      disabled={managed}
      className={classes(layout['column'], styles['group'])}
    >
      <legend id={id} className={field['label']}>
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
