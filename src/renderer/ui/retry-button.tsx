import type { ComponentProps, ReactNode } from 'react';
import { remainingInWords } from '../../shared/policy/duration.js';
import { say } from '../../shared/words/say.js';
import { Button } from './button.js';
import layout from './styles/layout.module.css';
import { classes } from './classes.js';
import styles from './retry-button.module.css';
import type { Request } from './hooks/use-request.js';
import { useSecondsLeft } from './hooks/use-seconds-left.js';

interface RetryButtonProps extends ComponentProps<typeof Button> {
  readonly request: Pick<Request, 'busy' | 'retryAt'>;
}

/**
 * The button of a request that may be throttled: then it is blocked, with the time left below it. Place it
 * outside the alert with the reason: a screen reader would read a countdown there every second.
 */
export function RetryButton({ request, ...button }: RetryButtonProps): ReactNode {
  return request.retryAt === null ? (
    <Button {...button} busy={request.busy} />
  ) : (
    <WaitingButton
      key={request.retryAt}
      {...button}
      retryAt={request.retryAt}
      busy={request.busy}
    />
  );
}

function WaitingButton({
  retryAt,
  ...button
}: ComponentProps<typeof Button> & { readonly retryAt: number }): ReactNode {
  const seconds = useSecondsLeft(retryAt);
  return (
    <div className={styles['retry']}>
      <Button {...button} blocked={seconds > 0} />
      {seconds > 0 && (
        <p className={classes(layout['ticking'], styles['wait'])}>
          {say('Try again in {time}.', { time: remainingInWords(seconds) })}
        </p>
      )}
    </div>
  );
}
