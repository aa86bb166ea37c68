import { CircleCheck } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { say } from '../../shared/words/say.js';
import { WarningActions } from './warning-actions.js';
import layout from '../ui/styles/layout.module.css';
import { classes } from '../ui/classes.js';
import styles from './warning.module.css';

/**
 * Replaces the warning while the pointer may be on its way to one of its buttons. The buttons stay where
 * they were.
 */
export function Stayed(): ReactNode {
  const titleId = useId();
  return (
    <main>
      <div className={styles['warning']} role="dialog" aria-labelledby={titleId}>
        <div className={styles['message']}>
          <CircleCheck className={styles['stayed']} aria-hidden />
          <div className={classes(layout['grow'], styles['words'])}>
            <h1 id={titleId}>{say('You are still signed in')}</h1>
            <p className={layout['below']}>
              {say('This closes by itself when the mouse leaves it.')}
            </p>
          </div>
        </div>
        <WarningActions canStay />
      </div>
    </main>
  );
}
