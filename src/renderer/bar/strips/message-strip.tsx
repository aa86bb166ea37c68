import { Info } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { say } from '../../../shared/words/say.js';
import { Button } from '../../ui/button.js';
import { Strip, StripText } from './strip.js';
import { tell } from '../tell.js';

/** A message that stays until the person acknowledges it. */
export function MessageStrip({ text }: { readonly text: string }): ReactNode {
  const textId = useId();
  return (
    <Strip
      tone="info"
      icon={Info}
      actions={
        <Button
          small
          aria-describedby={textId}
          onClick={() => tell(window.clinic.dismissBarMessage({}))}
        >
          {say('Got it')}
        </Button>
      }
    >
      <StripText id={textId}>{text}</StripText>
    </Strip>
  );
}
