import { Eye, EyeOff } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useState } from 'react';
import styles from './field.module.css';
import { TextField, type TextFieldProps } from './text-field.js';

interface PasswordFieldProps extends Pick<
  TextFieldProps,
  'label' | 'value' | 'onValue' | 'help' | 'problem' | 'ref'
> {
  readonly autoComplete: 'current-password' | 'new-password';
}

/** A password input that can show its characters, and says when Caps Lock is on. */
export function PasswordField({ help, ...field }: PasswordFieldProps): ReactNode {
  const [wantsShown, setWantsShown] = useState(false);
  const [capsLock, setCapsLock] = useState(false);
  const isEmpty = field.value === '';
  // A field that was cleared after a try starts hidden again.
  if (isEmpty && wantsShown) setWantsShown(false);
  const readCapsLock = (event: KeyboardEvent): void =>
    setCapsLock(event.getModifierState('CapsLock'));
  const Icon = wantsShown ? EyeOff : Eye;

  return (
    <TextField
      {...field}
      type={wantsShown ? 'text' : 'password'}
      // HTML gives password inputs no role at all, so that a search for text boxes passes them by.
      // Naming the role makes them what people take them for; browsers go on masking them.
      role="textbox"
      help={capsLock ? 'Caps Lock is on.' : field.problem === undefined ? help : undefined}
      onKeyDown={readCapsLock}
      onKeyUp={readCapsLock}
      onBlur={() => setCapsLock(false)}
      end={
        !isEmpty && (
          <button
            type="button"
            className={styles['toggle']}
            aria-label="Show characters"
            aria-pressed={wantsShown}
            onClick={() => setWantsShown(!wantsShown)}
          >
            <Icon size={20} aria-hidden />
          </button>
        )
      }
    />
  );
}
