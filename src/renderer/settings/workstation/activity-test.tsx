import { Activity } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { ActivityTestResult } from '../../../shared/requests/views.js';
import { say, sayings } from '../../../shared/words/say.js';
import { Button } from '../../ui/button.js';
import { Callout, Problem } from '../../ui/callout.js';
import { useRequest } from '../../ui/hooks/use-request.js';

const TONES = {
  works: 'success',
  touched: 'info',
  stuck: 'danger',
  unreadable: 'danger',
} as const;

const RESULTS: Readonly<Record<ActivityTestResult, string>> = sayings({
  works: 'It works: this computer noticed that nobody touched it, to the second.',
  touched:
    'Somebody touched the keyboard or the mouse. Try again, with your hands off until the result shows.',
  stuck:
    'This computer did not notice that nobody touched it. Only what people do in this app counts as activity here.',
  unreadable:
    'This computer does not tell whether somebody is using it. Only what people do in this app counts here.',
});

/** Lets an administrator see whether this computer notices that nobody is there. */
export function ActivityTest(): ReactNode {
  const request = useRequest();
  const [result, setResult] = useState<ActivityTestResult | null>(null);

  async function test(): Promise<void> {
    setResult(null);
    const answer = await request.send(() => window.clinic.testActivity({}));
    if (answer.ok) setResult(answer.result);
  }

  return (
    <>
      <div>
        <Button icon={Activity} busy={request.busy} onClick={() => void test()}>
          {say('Test activity detection')}
        </Button>
      </div>
      <div role="status">
        {request.busy && (
          <Callout tone="info">
            {say('Take your hands off keyboard and mouse for 5 seconds.')}
          </Callout>
        )}
        {!request.busy && result !== null && (
          <Callout tone={TONES[result]}>{RESULTS[result]}</Callout>
        )}
      </div>
      <Problem text={request.problem} />
    </>
  );
}
