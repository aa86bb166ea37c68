import { type ReactNode, useId } from 'react';
import type { NoticeView } from '../../shared/requests/views.js';
import { say } from '../../shared/words/say.js';
import { Button } from '../ui/button.js';
import { Callout } from '../ui/callout.js';
import { useRequest } from '../ui/hooks/use-request.js';

/** A message that stays until the member acknowledges it. */
export function Notice({ notice }: { readonly notice: NoticeView }): ReactNode {
  const textId = useId();
  const request = useRequest();
  return (
    <Callout
      tone="warning"
      role="alert"
      id={textId}
      action={
        <Button
          aria-describedby={textId}
          busy={request.busy}
          onClick={() =>
            void request.send(() => window.clinic.acknowledgeNotice({ noticeId: notice.id }))
          }
        >
          {say('Got it')}
        </Button>
      }
    >
      {notice.text}
    </Callout>
  );
}
