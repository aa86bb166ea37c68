import { type ComponentProps, type ReactNode, useId } from 'react';
import { describedBy, FieldNotes, type FieldNotesProps } from './field-notes.js';
import styles from './field.module.css';

type InputProps = Pick<
  ComponentProps<'input'>,
  'type' | 'role' | 'autoComplete' | 'inputMode' | 'maxLength' | 'min' | 'max' | 'step' | 'ref'
> &
  Pick<ComponentProps<'input'>, 'onKeyDown' | 'onKeyUp'>;

export interface TextFieldProps extends InputProps, FieldNotesProps {
  readonly label: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
  /** A control at the end of the input, such as a button that shows a password. */
  readonly end?: ReactNode;
  /** Content right under the input, above help and problem. */
  readonly below?: ReactNode;
  /** Called when the focus leaves the input and the control at its end. */
  readonly onLeave?: () => void;
  /** The number of visible lines; without it there is one line. */
  readonly rows?: number;
}

/** A labelled input with help and a problem in words. */
export function TextField({
  label,
  value,
  onValue,
  help,
  problem,
  managed,
  end,
  below,
  onLeave,
  rows,
  ...input
}: TextFieldProps): ReactNode {
  const id = useId();
  const shared = {
    id,
    value,
    disabled: managed === true,
    // Names, addresses and hosts must not be spell-checked, nor sent to a spelling service.
    spellCheck: false,
    autoCapitalize: 'off',
    autoComplete: input.autoComplete ?? 'off',
    'aria-invalid': problem === undefined ? undefined : true,
    'aria-describedby': describedBy(id, { help, problem, managed }),
    onChange: (event: { readonly target: { readonly value: string } }): void =>
      onValue(event.target.value),
  };
  return (
    <div className={styles['field']}>
      <label htmlFor={id} className={styles['label']}>
        {label}
      </label>
      <div className={styles['control']}>
        <div
          className={styles['frame']}
          onBlur={(event) => {
            if (!event.currentTarget.contains(event.relatedTarget)) onLeave?.();
          }}
        >
          {rows === undefined ? (
            <input
              {...input}
              {...shared}
              className={styles['input']}
              data-toggle={end === undefined ? undefined : ''}
            />
          ) : (
            <textarea {...shared} className={styles['input']} rows={rows} />
          )}
          {end}
        </div>
        {below}
        <FieldNotes id={id} help={help} problem={problem} managed={managed} />
      </div>
    </div>
  );
}
