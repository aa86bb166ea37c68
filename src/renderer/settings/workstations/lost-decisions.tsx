import { type ReactNode, useEffect, useId, useState } from 'react';
import type { LostDecisionRow } from '../../../shared/requests/clinic-views.js';
import { say } from '../../../shared/words/say.js';
import { Button } from '../../ui/button.js';
import { Problem } from '../../ui/callout.js';
import { Card } from '../../ui/card.js';
import { classes } from '../../ui/classes.js';
import { useConfirmedRequest } from '../../ui/dialogs/confirmed-request.js';
import layout from '../../ui/styles/layout.module.css';
import { momentInWords } from '../../ui/words/moment-in-words.js';
import { Badge } from '../badge.js';
import styles from './lost-decisions.module.css';

interface LostDecisionsProps {
  /** They are read again when it changes. */
  readonly revision: number;
  readonly isShown: boolean;
}

/** What was decided here, and went with the server's past. Nothing where nothing is lost, as almost always. */
export function LostDecisions({ revision, isShown }: LostDecisionsProps): ReactNode {
  const [lost, setLost] = useState<readonly LostDecisionRow[]>([]);
  const [asked, setAsked] = useState(0);
  const request = useConfirmedRequest();

  useEffect(() => {
    if (!isShown) return undefined;
    let isWanted = true;
    void window.clinic
      .readLostDecisions({})
      .then((answer) => {
        if (isWanted) setLost(answer.lost);
      })
      .catch(() => undefined);
    return () => {
      isWanted = false;
    };
  }, [revision, isShown, asked]);

  async function send(ask: Parameters<typeof request.send>[0]): Promise<void> {
    await request.send(ask);
    setAsked((before) => before + 1);
  }

  if (lost.length === 0) return null;
  return (
    <Card
      title={say('Decisions that only this computer has')}
      description={say(
        'The clinic’s server was put back to an earlier state, and the clinic went on without them. Decide again what still counts.',
      )}
    >
      <ul className={styles['list']}>
        {lost.map((row) => (
          <LostDecision
            key={row.id}
            row={row}
            busy={request.busy}
            onDecide={() => void send(() => window.clinic.decideAgain({ id: row.id }))}
            onPutAway={() => void send(() => window.clinic.putAwayLostDecision({ id: row.id }))}
          />
        ))}
      </ul>
      <Problem text={request.problem} />
      {request.confirmation}
    </Card>
  );
}

interface LostDecisionProps {
  readonly row: LostDecisionRow;
  readonly busy: boolean;
  readonly onDecide: () => void;
  readonly onPutAway: () => void;
}

function LostDecision({ row, busy, onDecide, onPutAway }: LostDecisionProps): ReactNode {
  const id = useId();
  const { text, by, atMs, canDecide, instead, holds } = row;
  return (
    <li className={classes(layout['between'], styles['row'])}>
      <div className={styles['words']}>
        <p id={id} className={layout['strong']}>
          {text}
        </p>
        <p className={layout['note']}>{say('{by}, {time}', { by, time: momentInWords(atMs) })}</p>
        {holds && (
          <p className={layout['below']}>
            <Badge tone="success">{say('Holds already')}</Badge>
          </p>
        )}
        {instead !== null && <p className={styles['instead']}>{instead}</p>}
      </div>
      <div className={classes(layout['buttons'], styles['actions'])}>
        {canDecide && !holds && (
          <Button small busy={busy} aria-describedby={id} onClick={onDecide}>
            {say('Decide again')}
          </Button>
        )}
        <Button small look="quiet" busy={busy} aria-describedby={id} onClick={onPutAway}>
          {say('Put away')}
        </Button>
      </div>
    </li>
  );
}
