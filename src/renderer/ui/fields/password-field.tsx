import { Eye, EyeOff } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { say } from '../../../shared/words/say.js';
import { classes } from '../classes.js';
import layout from '../styles/layout.module.css';
import styles from './field.module.css';
import { SecretField } from './secret-field.js';
import type { TextFieldProps } from './text-field.js';
import { useShownCharacters } from '../hooks/use-shown-characters.js';

interface PasswordFieldProps extends Pick<
  TextFieldProps,
  'label' | 'value' | 'onValue' | 'help' | 'problem' | 'below' | 'inputMode' | 'ref'
> {
  readonly autoComplete?: 'new-password';
}

/** A password input that can show its characters for a short time, and says when Caps Lock is on. */
export function PasswordField({ help, ...field }: PasswordFieldProps): ReactNode {
  const [shown, setShown] = useShownCharacters(field.value);
  const [capsLock, setCapsLock] = useState(false);
  const readCapsLock = (event: KeyboardEvent): void =>
    setCapsLock(event.getModifierState('CapsLock'));
  const Icon = shown ? EyeOff : Eye;

  return (
    <SecretField
      autoComplete="current-password"
      {...field}
      type={shown ? 'text' : 'password'}
      // HTML gives password inputs no role, so a search for text boxes would miss them. With this role they
      // are found; browsers still mask them.
      role="textbox"
      help={capsLock ? say('Caps Lock is on.') : field.problem === undefined ? help : undefined}
      onKeyDown={readCapsLock}
      onKeyUp={readCapsLock}
      onLeave={() => {
        setCapsLock(false);
        setShown(false);
      }}
      end={
        field.value !== '' && (
          <button
            type="button"
            className={classes(layout['quiet'], styles['toggle'])}
            aria-label={say('Show characters')}
            aria-pressed={shown}
            onClick={() => setShown(!shown)}
          >
            <Icon size={20} aria-hidden />
          </button>
        )
      }
    />
  );
}
