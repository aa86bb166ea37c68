import type { ReactNode } from 'react';
import { say } from '../../../shared/words/say.js';
import { Button } from '../../ui/button.js';
import { Callout, Problem } from '../../ui/callout.js';
import { useRequest } from '../../ui/hooks/use-request.js';
import layout from '../../ui/styles/layout.module.css';
import { dayInWords } from '../../ui/words/moment-in-words.js';
import { Sources } from './sources-list.js';

/** The end of the guide: the member says that it was read. @param readAt milliseconds since 1970 */
export function GuideEnd({ readAt }: { readonly readAt: number | null }): ReactNode {
  const request = useRequest();
  return (
    <>
      {readAt === null ? (
        <div className={layout['column']}>
          <p>{say('That was all. Your administrators see who has read the guide.')}</p>
          <div className={layout['buttons']}>
            <Button
              look="primary"
              busy={request.busy}
              onClick={request.press(window.clinic.markGuideRead)}
            >
              {say('Mark as read')}
            </Button>
          </div>
        </div>
      ) : (
        <Callout tone="success" role="status">
          {say('You read this on {date}.', { date: dayInWords(readAt) })}
        </Callout>
      )}
      <Problem text={request.problem} />
      <Sources />
    </>
  );
}
