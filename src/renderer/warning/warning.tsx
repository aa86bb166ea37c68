import { type ReactNode, useEffect, useId, useState } from 'react';
import { durationInWords } from '../../shared/policy/duration.js';
import type { WarningView } from '../../shared/requests/views.js';
import { say } from '../../shared/words/say.js';
import type { Drawn } from '../mount/mount-window.js';
import layout from '../ui/styles/layout.module.css';
import { listInWords } from '../ui/words/list-in-words.js';
import { useSecondsLeft } from '../ui/hooks/use-seconds-left.js';
import { playTwoTones } from '../ui/two-tones.js';
import { CountdownRing } from './countdown-ring.js';
import { WarningFrame } from './warning-frame.js';
import { classes } from '../ui/classes.js';
import styles from './warning.module.css';

/** A screen reader hears the time at these seconds left; every second would be too much. */
const SPOKEN_AT = [10, 30, 60, 120, 180] as const;

/** How many clinic apps are named; the rest are counted, so that the window need not scroll. */
const MOST_NAMED = 2;

function explain({ reason, limitSeconds, elsewhere }: WarningView): string {
  const limit = durationInWords(limitSeconds);
  switch (reason) {
    case 'idle':
      return say(
        'Sessions end after {limit} without activity. Move the mouse or press a key to stay.',
        { limit },
      );
    case 'longestSession':
      return say(
        'This session reaches its longest length of {limit}. Save your work now, then sign in again.',
        { limit },
      );
    case 'signedInElsewhere':
      return elsewhere === null
        ? say(
            'You signed in at another workstation, and in your clinic each person has one session. Save your work now.',
          )
        : say(
            'You signed in at {elsewhere}, and in your clinic each person has one session. Save your work now.',
            { elsewhere },
          );
  }
}

/** Says that the session is about to end, and lets the person stay if that is possible. */
export function Warning({ view, receivedAt }: Drawn<WarningView>): ReactNode {
  const textId = useId();
  const unsavedId = useId();
  const seconds = useSecondsLeft(receivedAt + view.leftMilliseconds);
  const [whole] = useState(() => Math.max(1, view.leftMilliseconds / 1_000));
  // What is decided about the sound while the warning is up holds for the next one.
  const [sound] = useState(view.sound);
  useEffect(() => {
    if (sound) playTwoTones();
  }, [sound]);
  const countdown = say('Signing out in {time}', { time: durationInWords(seconds) });
  const spokenAt = SPOKEN_AT.find((mark) => seconds <= mark && mark < whole);

  return (
    <WarningFrame
      role="alertdialog"
      describedBy={view.unsaved.length === 0 ? textId : `${unsavedId} ${textId}`}
      picture={<CountdownRing seconds={seconds} share={seconds / whole} />}
      title={
        view.reason === 'signedInElsewhere'
          ? say('You signed in elsewhere')
          : say('Are you still there?')
      }
      canStay={view.canStay}
    >
      <p className={classes(layout['clip'], layout['soft'])}>{view.memberName}</p>
      <p className={styles['countdown']}>
        {/* Named: of a timer without a name Orca says that it is one, and no more. In a paragraph: else the next word joins it. */}
        <span role="timer" aria-live="off" aria-label={`${countdown}.`}>
          {countdown}
        </span>
      </p>
      {view.unsaved.length > 0 && (
        <p id={unsavedId} className={classes(layout['clipTwo'], styles['unsaved'])}>
          {say('Unsaved input in {apps}.', { apps: listInWords(view.unsaved, MOST_NAMED) })}
        </p>
      )}
      <p id={textId} className={layout['below']}>
        {explain(view)}
      </p>
      <p className={layout['onlySpoken']} aria-live="polite">
        {spokenAt !== undefined && say('{time} left', { time: durationInWords(spokenAt) })}
      </p>
    </WarningFrame>
  );
}
