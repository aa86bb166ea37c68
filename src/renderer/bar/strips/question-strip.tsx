import { AppWindow, CircleHelp, ExternalLink, type LucideIcon } from 'lucide-react';
import { type ReactNode, useEffect, useId, useState } from 'react';
import type { BarQuestion } from '../../../shared/clinic-apps/guard-bar.js';
import { say } from '../../../shared/words/say.js';
import { Button } from '../../ui/button.js';
import { leaveInWords, outsideInWords, popUpsInWords } from '../bar-words.js';
import { Strip, StripText } from './strip.js';
import { tell } from '../tell.js';

interface QuestionStripProps {
  readonly question: BarQuestion;
  readonly appName: string;
}

function answer(yes: boolean): void {
  tell(window.clinic.answerBarQuestion({ yes }));
}

interface Words {
  readonly text: string;
  /** `null`: the person has only one choice. */
  readonly yes: string | null;
  readonly no: string;
}

function wordsFor(question: BarQuestion, appName: string): Words {
  switch (question.kind) {
    case 'outside':
      return {
        text: outsideInWords(question.host, appName),
        yes: question.canOpen ? say('Open in browser') : null,
        no: say('Stay here'),
      };
    case 'leave':
      // translators: buttons: leave the page, or stay on it
      return { text: leaveInWords(question.closes), yes: say('Leave it'), no: say('Stay') };
    case 'popUps':
      return {
        text: popUpsInWords(question.open, appName),
        yes: say('Close the oldest'),
        no: say('Show them'),
      };
  }
}

const ICONS: Readonly<Record<BarQuestion['kind'], LucideIcon>> = {
  outside: ExternalLink,
  leave: CircleHelp,
  popUps: AppWindow,
};

/**
 * A question that only the person can answer. Nothing happens before; the harmless button has the focus.
 */
export function QuestionStrip({ question, appName }: QuestionStripProps): ReactNode {
  const textId = useId();
  const settled = useSettled();
  const { text, yes, no } = wordsFor(question, appName);

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
        icon={ICONS[question.kind]}
        actions={
          <>
            {yes !== null && (
              <Button small blocked={!settled} onClick={() => answer(true)}>
                {yes}
              </Button>
            )}
            <Button autoFocus small look="primary" onClick={() => answer(false)}>
              {no}
            </Button>
          </>
        }
      >
        <StripText id={textId}>{text}</StripText>
      </Strip>
    </div>
  );
}

/** How long a control that a page can call up ignores presses after it appeared, in milliseconds. */
const SETTLE_MS = 500;

/**
 * Whether a control has been on the screen long enough to be pressed on purpose. Otherwise a page could
 * show it under a pointer that is about to press something else.
 */
function useSettled(): boolean {
  const [settled, setSettled] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(true), SETTLE_MS);
    return () => clearTimeout(timer);
  }, []);
  return settled;
}
