import type { ReactNode } from 'react';
import type { ClinicProgress } from '../../shared/requests/clinic-views.js';
import { say, sayings } from '../../shared/words/say.js';
import { Button } from './button.js';
import { useRequest } from './hooks/use-request.js';
import styles from './clinic-work.module.css';
import layout from './styles/layout.module.css';

const STEPS = sayings<ClinicProgress['step']>({
  connecting: 'Connecting to the server…',
  preparing: 'Preparing the database…',
  sending: 'Sending the account, sealed…',
  fetching: 'Fetching the account…',
  comparing: 'Comparing what the server keeps…',
  switching: 'Almost done…',
});

/** How far the sharing of an account, or the joining of a clinic, has come; it can be stopped. */
export function ClinicWork({ progress }: { readonly progress: ClinicProgress }): ReactNode {
  const request = useRequest();
  const { step, done, of } = progress;
  const isCounted = of > 0;
  return (
    <div className={layout['column']}>
      <p role="status" className={layout['strong']}>
        {STEPS[step]}
      </p>
      <progress
        className={styles['bar']}
        aria-label={STEPS[step]}
        max={isCounted ? of : undefined}
        value={isCounted ? done : undefined}
      />
      <div className={layout['between']}>
        <p className={layout['ticking']}>
          {isCounted && say('{done, number} of {of, number} decisions', { done, of })}
        </p>
        {step !== 'switching' && (
          <Button busy={request.busy} onClick={request.press(window.clinic.stopClinicWork)}>
            {say('Stop')}
          </Button>
        )}
      </div>
    </div>
  );
}
