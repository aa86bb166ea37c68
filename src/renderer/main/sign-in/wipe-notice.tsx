import { LoaderCircle } from 'lucide-react';
import type { ReactNode } from 'react';
import { secondsInWords } from '../../../shared/policy/duration.js';
import { STORAGE_ADVICE } from '../../../shared/workstation/storage-trouble.js';
import type { WipeProgress } from '../../../shared/workstation/wipe-progress.js';
import { say } from '../../../shared/words/say.js';
import { Callout } from '../../ui/callout.js';
import { useSecondsLeft } from '../../ui/hooks/use-seconds-left.js';
import layout from '../../ui/styles/layout.module.css';
import { classes } from '../../ui/classes.js';
import styles from './wipe-notice.module.css';

function NextTry({ endsAt }: { readonly endsAt: number }): ReactNode {
  const seconds = useSecondsLeft(endsAt);
  return (
    <p className={classes(layout['ticking'], styles['next'])}>
      {seconds === 0
        ? say('Trying again now…')
        : say('Trying again in {time}.', { time: secondsInWords(seconds) })}
    </p>
  );
}

type FailedWipe = Extract<WipeProgress, { readonly state: 'failed' }>;

/** What went wrong, and what a person can do about it. */
function troubleOf(what: FailedWipe['what']): { readonly title: string; readonly text: string } {
  return what === 'keychain'
    ? {
        title: say('This computer’s keychain did not answer.'),
        text: say(
          'The app stays locked, and nothing that is left in the keychain can be used. Unlock or start the keychain (keyring) so that it can be cleared.',
        ),
      }
    : {
        title: say('The account database could not be written.'),
        text: say(
          'The app stays locked, and the credentials are gone from the keychain; the end of the session is not recorded yet. {advice}',
          { advice: STORAGE_ADVICE[what] },
        ),
      };
}

interface WipeNoticeProps {
  readonly wipe: WipeProgress;
  /** `performance.now()` at the arrival of the view. */
  readonly receivedAt: number;
}

/** The progress of the wipe after the last session, until it is done. */
export function WipeNotice({ wipe, receivedAt }: WipeNoticeProps): ReactNode {
  if (wipe.state === 'done') return null;
  if (wipe.state === 'running')
    return (
      <p className={styles['running']} aria-live="polite">
        <LoaderCircle className={layout['turning']} size={18} aria-hidden />
        {say('Clearing the last session’s credentials…')}
      </p>
    );
  const { title, text } = troubleOf(wipe.what);
  return (
    <div>
      <Callout tone="danger" role="alert">
        <p className={layout['strong']}>{title}</p>
        <p>{text}</p>
      </Callout>
      {/* Outside the alert: a countdown inside it would be read out every second. */}
      <NextTry endsAt={receivedAt + wipe.retryInSeconds * 1_000} />
    </div>
  );
}
