import { type ReactNode, useRef } from 'react';
import { say } from '../../../shared/words/say.js';
import { Button } from '../../ui/button.js';
import { Callout, Problem } from '../../ui/callout.js';
import { useRequest } from '../../ui/hooks/use-request.js';
import layout from '../../ui/styles/layout.module.css';
import { dayInWords } from '../../ui/words/moment-in-words.js';
import { Sources } from './sources-list.js';

/** The end of the guide: the member says that it was read. @param props.readAt milliseconds since 1970 */
export function GuideEnd({ readAt }: { readonly readAt: number | null }): ReactNode {
  const request = useRequest();
  const answer = useRef<HTMLDivElement>(null);

  async function mark(): Promise<void> {
    const marked = await request.send(() => window.clinic.markGuideRead({}));
    // The button is gone, and the focus must not be lost with it.
    if (marked.ok) answer.current?.focus();
  }

  return (
    <>
      <div ref={answer} tabIndex={-1} className={layout['column']}>
        {readAt === null ? (
          <>
            <p>{say('That was all. Your administrators see who has read the guide.')}</p>
            <div className={layout['buttons']}>
              <Button look="primary" busy={request.busy} onClick={() => void mark()}>
                {say('Mark as read')}
              </Button>
            </div>
          </>
        ) : (
          <Callout tone="success" role="status">
            {say('You read this on {date}.', { date: dayInWords(readAt) })}
          </Callout>
        )}
      </div>
      <Problem text={request.problem} />
      <Sources />
    </>
  );
}
