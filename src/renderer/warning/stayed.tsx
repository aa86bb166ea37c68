import { CircleCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { say } from '../../shared/words/say.js';
import layout from '../ui/styles/layout.module.css';
import { WarningFrame } from './warning-frame.js';
import styles from './warning.module.css';

/**
 * Replaces the warning while the pointer may be on its way to one of its buttons. The buttons stay where
 * they were.
 */
export function Stayed(): ReactNode {
  return (
    <WarningFrame
      role="dialog"
      picture={<CircleCheck className={styles['stayed']} aria-hidden />}
      title={say('You are still signed in')}
      canStay
    >
      <p className={layout['below']}>{say('This closes by itself when the mouse leaves it.')}</p>
    </WarningFrame>
  );
}
