import { type ReactNode, useId } from 'react';
import { Choice } from './choice.js';
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
          <Choice
            key={option.value}
            look="checkbox"
            label={option.label}
            checked={chosen.includes(option.value)}
            aria-invalid={problem === undefined ? undefined : true}
            onChosen={(checked) => onChosen(option.value, checked)}
          />
        ))}
      </div>
      <FieldNotes id={id} help={help} problem={problem} />
    </fieldset>
  );
}
