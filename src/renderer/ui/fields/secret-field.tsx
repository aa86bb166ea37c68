import { type ReactNode, useEffect, useEffectEvent, useState } from 'react';
import { say } from '../../../shared/words/say.js';
import { TextField, type TextFieldProps } from './text-field.js';
import { whenLeft } from '../hooks/when-left.js';

/**
 * An input for what nobody else may see or send: a password or a code. It empties itself when the window
 * was left, so that whoever comes next finds nothing in it.
 */
export function SecretField(props: TextFieldProps): ReactNode {
  const { value, onValue, help, problem } = props;
  const [wasLeft, setWasLeft] = useState(false);
  const isEmpty = value === '';
  // Something new is in it.
  if (wasLeft && !isEmpty) setWasLeft(false);

  const empty = useEffectEvent(() => {
    onValue('');
    setWasLeft(true);
  });
  useEffect(() => (isEmpty ? undefined : whenLeft(() => empty())), [isEmpty]);

  return (
    <TextField
      {...props}
      help={wasLeft ? say('Emptied, because nobody typed for a while.') : help}
      problem={wasLeft ? undefined : problem}
    />
  );
}
