import { Select } from '@base-ui/react/select';
import { Check, ChevronDown } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { describedBy, FieldNotes, type FieldNotesProps } from './field-notes.js';
import fieldStyles from './field.module.css';
import { classes } from '../classes.js';
import layout from '../styles/layout.module.css';
import styles from './select-field.module.css';

export interface Option<Value extends string | number> {
  readonly value: Value;
  readonly label: string;
}

interface SelectFieldProps<Value extends string | number> extends Pick<
  FieldNotesProps,
  'help' | 'managed'
> {
  readonly label: string;
  readonly value: Value;
  readonly onValue: (value: Value) => void;
  readonly options: readonly Option<Value>[];
}

/** A labelled list of options; one of them is chosen. */
export function SelectField<Value extends string | number>({
  label,
  value,
  onValue,
  options,
  help,
  managed,
}: SelectFieldProps<Value>): ReactNode {
  const id = useId();
  return (
    <div className={fieldStyles['field']}>
      <Select.Root
        items={options}
        value={value}
        modal={false}
        disabled={managed === true}
        onValueChange={(chosen) => {
          if (chosen !== null) onValue(chosen);
        }}
      >
        <Select.Label className={fieldStyles['label']}>{label}</Select.Label>
        <div className={fieldStyles['control']}>
          <Select.Trigger
            className={classes(layout['between'], fieldStyles['input'], styles['trigger'])}
            aria-describedby={describedBy(id, { help, managed })}
          >
            <Select.Value className={styles['value']} />
            <Select.Icon className={styles['icon']}>
              <ChevronDown size={20} aria-hidden />
            </Select.Icon>
          </Select.Trigger>
          <FieldNotes id={id} help={help} managed={managed} />
        </div>
        <Select.Portal>
          <Select.Positioner
            className={styles['positioner']}
            alignItemWithTrigger={false}
            sideOffset={6}
          >
            <Select.Popup className={styles['popup']}>
              <Select.List className={styles['list']}>
                {options.map((option) => (
                  <Select.Item
                    key={option.value}
                    value={option.value}
                    className={classes(layout['between'], styles['item'])}
                  >
                    <Select.ItemText>{option.label}</Select.ItemText>
                    <Select.ItemIndicator className={styles['check']}>
                      <Check size={18} aria-hidden />
                    </Select.ItemIndicator>
                  </Select.Item>
                ))}
              </Select.List>
            </Select.Popup>
          </Select.Positioner>
        </Select.Portal>
      </Select.Root>
    </div>
  );
}
