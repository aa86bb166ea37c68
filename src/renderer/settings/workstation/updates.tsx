import type { ReactNode } from 'react';
import { isRefusal, type UpdateFacts } from '../../../shared/workstation/updates.js';
import { say } from '../../../shared/words/say.js';
import { Button } from '../../ui/button.js';
import { Callout, Problem } from '../../ui/callout.js';
import { Card } from '../../ui/card.js';
import layout from '../../ui/styles/layout.module.css';
import { useRequest } from '../../ui/hooks/use-request.js';
import { dateAndTimeInWords, outOfDateInWords, updatesInWords } from './update-words.js';

/** Whether this computer's app is the newest one, and what comes next. */
export function Updates({ facts }: { readonly facts: UpdateFacts }): ReactNode {
  const { state, outOfDate, upToDateMs } = facts;
  const request = useRequest();

  return (
    <Card
      title={say('Updates')}
      description={
        state.state === 'off'
          ? say('The app does not look for new versions by itself here.')
          : say(
              'Looked for at the start and every six hours. A new version never restarts the app while somebody is signed in.',
            )
      }
    >
      <div className={layout['stack']}>
        <dl className={layout['facts']}>
          <dt>{say('State')}</dt>
          <dd>{updatesInWords(state)}</dd>
          {upToDateMs !== null && state.state !== 'upToDate' && (
            <>
              <dt>{say('Last up to date')}</dt>
              <dd>{dateAndTimeInWords(upToDateMs)}</dd>
            </>
          )}
        </dl>
        {state.state === 'failed' && isRefusal(state.problem) && (
          <Callout tone="warning">
            {say('Nothing of it was installed. Tell whoever publishes releases for you.')}
          </Callout>
        )}
        {outOfDate !== null && (
          <Callout tone={outOfDate.level === 'warning' ? 'warning' : 'info'}>
            {outOfDateInWords(outOfDate)}
          </Callout>
        )}
        {state.state === 'ready' && (
          <>
            <p className={layout['soft']}>
              {say('To install it now, the app signs you out first and then starts again.')}
            </p>
            <Button busy={request.busy} onClick={request.press(window.clinic.restartAndUpdate)}>
              {say('Restart and update')}
            </Button>
          </>
        )}
        <Problem text={request.problem} />
      </div>
    </Card>
  );
}
