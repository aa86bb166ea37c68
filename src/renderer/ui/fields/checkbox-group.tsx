import { type ReactNode, useId } from 'react';
import styles from './choice.module.css';
import { describedBy, FieldNotes, type FieldNotesProps } from './field-notes.js';
import fieldStyles from './field.module.css';
import type { Option } from './select-field.js';

interface CheckboxGroupProps<Value extends string> extends FieldNotesProps {
  readonly label: string;
  readonly options: readonly Option<Value>[];
  readonly chosen: readonly Value[];
  readonly onChosen: (value: Value, chosen: boolean) => void;
}

/** A few visible options; any number of them can be chosen. */
export function CheckboxGroup<Value extends string>({
  label,
  options,
  chosen,
  onChosen,
  help,
  problem,
}: CheckboxGroupProps<Value>): ReactNode {
  const id = useId();
  return (
    <fieldset
      className={fieldStyles['field']}
      aria-describedby={describedBy(id, { help, problem })}
    >
      <legend className={fieldStyles['label']}>{label}</legend>
      <div className={styles['boxes']}>
        {options.map((option) => (
          <div key={option.value} className={styles['choice']}>
            <input
              type="checkbox"
              id={`${id}-${option.value}`}
              className={styles['checkbox']}
              checked={chosen.includes(option.value)}
              aria-invalid={problem === undefined ? undefined : true}
              onChange={(event) => onChosen(option.value, event.target.checked)}
            />
            <label htmlFor={`${id}-${option.value}`} className={styles['label']}>
              {option.label}
            </label>
          </div>
        ))}
      </div>
      <FieldNotes id={id} help={help} problem={problem} />
    </fieldset>
  );
}
