import type { ReactNode } from 'react';
import type { AcceptanceView } from '../../../shared/requests/views.js';
import { say } from '../../../shared/words/say.js';
import { formatOf } from '../../ui/words/moment-in-words.js';
import illustration from '../../../../assets/illustrations/shield-policy.svg';
import { Button } from '../../ui/button.js';
import { Callout, Problem } from '../../ui/callout.js';
import { useRequest } from '../../ui/hooks/use-request.js';
import { Entrance, ViewHeading } from '../entrance.js';
import { ExpiresIn } from '../expires-in.js';

interface AcceptanceProps {
  readonly view: AcceptanceView;
  /** `performance.now()` at the arrival of this view. */
  readonly receivedAt: number;
}

/** An administrator decides whether to go on with an account that is in question. */
export function Acceptance({ view, receivedAt }: AcceptanceProps): ReactNode {
  const request = useRequest();
  return (
    <Entrance
      illustration={illustration}
      caption={say('The account is checked before anybody works with it')}
      captionDetail={say('Only an administrator can decide about an account that is in question.')}
      width="wide"
    >
      <ViewHeading title={say('Is this the right account?')}>{view.memberName}</ViewHeading>
      <Problem text={request.problem} />
      <Callout tone="warning">{whatIsInQuestion(view)}</Callout>
      <p>
        {say(
          'The last thing that was decided here is of {date}. If you go on, this account counts from now on: check members, roles and settings. Everybody is told, and the audit log keeps it.',
          { date: dateOf(view.lastDecidedAt) },
        )}
      </p>
      <p>
        {view.isShared
          ? say(
              'If nobody restored a backup of the clinic’s server, do not go on: ask whoever runs it first. The audit log lists what is not in force any more.',
            )
          : say(
              'If you did not restore a backup, and did not move this computer’s account, do not go on: quit the app and put the right account back.',
            )}
      </p>
      <Button
        look="danger"
        busy={request.busy}
        onClick={() => void request.send(() => window.clinic.acceptAccount({}))}
      >
        {say('Go on with this account')}
      </Button>
      <Button onClick={() => void window.clinic.cancelSignIn({})}>{say('Cancel')}</Button>
      <ExpiresIn seconds={view.expiresInSeconds} receivedAt={receivedAt} />
    </Entrance>
  );
}

function whatIsInQuestion(view: AcceptanceView): string {
  const { question, decisions, remembered } = view;
  if (question === 'older' && view.isShared)
    return say(
      'The clinic’s server went on without decisions that this workstation knows, as after a backup of it was restored.',
    );
  switch (question) {
    case 'older':
      return remembered !== null && remembered > decisions
        ? say(
            'This account is older than this computer remembers: {missing, plural, one {one decision is} other {# decisions are}} missing, such as changes of members, passwords or settings. A backup was restored, or somebody put an old file back.',
            { missing: remembered - decisions },
          )
        : say(
            'This account is not the one that this computer remembers: it went on differently. Somebody put another file in its place.',
          );
    case 'unknown':
      return say(
        'This computer does not remember this account. That is so after it was moved to this computer, or when this computer’s keychain was reset.',
      );
    case 'broken':
      return say(
        'This account was changed by other means than this app. What was decided before the change is kept; what came after it is set aside when you go on.',
      );
  }
}

function dateOf(ms: number): string {
  return formatOf({ dateStyle: 'long', timeStyle: 'short' }).format(ms);
}
