import { CircleHelp, ExternalLink } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import type { BarQuestion } from '../../contract/guard-bar.js';
import { Button } from '../ui/button.js';
import { useFirstFocus } from '../ui/use-first-focus.js';
import { leaveInWords, outsideInWords } from './bar-words.js';
import { Strip, StripText } from './strip.js';
import { tell } from './tell.js';
import { useSettled } from './use-settled.js';

interface QuestionStripProps {
  readonly question: BarQuestion;
  readonly appName: string;
}

function answer(yes: boolean): void {
  tell(window.clinic.answerBarQuestion({ yes }));
}

/** What only the person can decide. Nothing happens until then, and the harmless button has the focus. */
export function QuestionStrip({ question, appName }: QuestionStripProps): ReactNode {
  const textId = useId();
  const stay = useFirstFocus<HTMLButtonElement>();
  const settled = useSettled();
  const leads = question.kind === 'outside';
  const text = leads ? outsideInWords(question.host, appName) : leaveInWords(question.closes);

  return (
    <div
      role="alertdialog"
      aria-labelledby={textId}
      onKeyDown={(event) => {
        if (event.key === 'Escape') answer(false);
      }}
    >
      <Strip
        tone="warning"
        icon={leads ? ExternalLink : CircleHelp}
        actions={
          <>
            {(!leads || question.canOpen) && (
              <Button small blocked={!settled} onClick={() => answer(true)}>
                {leads ? 'Open in browser' : 'Leave it'}
              </Button>
            )}
            <Button ref={stay} small look="primary" onClick={() => answer(false)}>
              {leads ? 'Stay here' : 'Stay'}
            </Button>
          </>
        }
      >
        <StripText id={textId}>{text}</StripText>
      </Strip>
    </div>
  );
}
