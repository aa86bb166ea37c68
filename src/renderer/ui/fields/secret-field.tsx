import { type ReactNode, useEffect, useEffectEvent, useState } from 'react';
import { say } from '../../../shared/words/say.js';
import { TextField, type TextFieldProps } from './text-field.js';
import { whenLeft } from '../hooks/when-left.js';

/**
 * An input for a secret: a password or a code. When the window is left it empties itself, so that the next
 * person finds nothing in it.
 */
export function SecretField(props: TextFieldProps): ReactNode {
  const { value, onValue, help, problem } = props;
  const [wasLeft, setWasLeft] = useState(false);
  const isEmpty = value === '';
  // The person typed something new.
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
