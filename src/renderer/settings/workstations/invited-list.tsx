import { type ReactNode, useId } from 'react';
import type { InvitedRow } from '../../../shared/requests/clinic-views.js';
import { say } from '../../../shared/words/say.js';
import { Button } from '../../ui/button.js';
import { Card } from '../../ui/card.js';
import { classes } from '../../ui/classes.js';
import layout from '../../ui/styles/layout.module.css';
import { momentInWords } from '../../ui/words/moment-in-words.js';
import styles from './invited-list.module.css';

interface InvitedListProps {
  readonly invited: readonly InvitedRow[];
  readonly busy: boolean;
  readonly onTakeBack: (id: string) => void;
}

/** The codes on paper that no computer has used yet. */
export function InvitedList({ invited, busy, onTakeBack }: InvitedListProps): ReactNode {
  const id = useId();
  return (
    <Card
      title={say('Open enrolment codes')}
      description={say('Take back what is not needed: whoever finds a code can enrol a computer.')}
    >
      <ul className={styles['list']}>
        {invited.map((one) => (
          <li key={one.id} className={classes(layout['between'], styles['row'])}>
            <div className={styles['words']}>
              <p id={`${id}-${one.id}`} className={layout['strong']}>
                {one.name}
              </p>
              <p className={layout['note']}>
                {one.isLate
                  ? say('Its 24 hours are over')
                  : say('Good until {until}', { until: momentInWords(one.untilMs) })}
              </p>
            </div>
            <Button
              small
              busy={busy}
              aria-describedby={`${id}-${one.id}`}
              onClick={() => onTakeBack(one.id)}
            >
              {say('Take back')}
            </Button>
          </li>
        ))}
      </ul>
    </Card>
  );
}
