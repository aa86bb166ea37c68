import type { ReactNode } from 'react';
import type { RemovedView } from '../../shared/requests/clinic-views.js';
import { languageTag, say } from '../../shared/words/say.js';
import illustration from '../../../assets/illustrations/locked.svg';
import type { Drawn } from '../mount/mount-window.js';
import { Button } from '../ui/button.js';
import { Problem } from '../ui/callout.js';
import { useFirstFocus } from '../ui/hooks/use-first-focus.js';
import { useRequest } from '../ui/hooks/use-request.js';
import { Entrance, ViewHeading } from './entrance.js';
import { WipeNotice } from './sign-in/wipe-notice.js';

/** An administrator took this workstation out of the clinic: who it was, and what to do now. */
export function Removed({ view, receivedAt }: Drawn<RemovedView>): ReactNode {
  const first = useFirstFocus<HTMLButtonElement>();
  const request = useRequest();
  const date = new Intl.DateTimeFormat(languageTag(), { dateStyle: 'long', timeStyle: 'short' });
  return (
    <Entrance
      illustration={illustration}
      caption={say('Nothing of the clinic is left here')}
      captionDetail={say('Its account goes on at the other workstations.')}
      width="narrow"
    >
      <ViewHeading title={say('This workstation was removed')}>{view.clinicName}</ViewHeading>
      <p role="status">
        {say(
          '{by} removed this workstation from {clinic}, {date}. What it had of the clinic was deleted.',
          { by: view.by, clinic: view.clinicName, date: date.format(view.atMs) },
        )}
      </p>
      <p>
        {say(
          'To work here again, ask an administrator for a new enrolment code. If nobody of you decided this, tell an administrator at once.',
        )}
      </p>
      <WipeNotice wipe={view.wipe} receivedAt={receivedAt} />
      <Problem text={request.problem} />
      <Button
        look="primary"
        wide
        ref={first}
        busy={request.busy}
        disabled={view.wipe.state !== 'done'}
        onClick={request.press(window.clinic.forgetRemoval)}
      >
        {say('Set up or join again')}
      </Button>
    </Entrance>
  );
}
