import { X } from 'lucide-react';
import { type ReactNode, type RefObject, useId } from 'react';
import { say } from '../../../shared/words/say.js';
import { IconButton } from '../top-bar/icon-button.js';
import layout from '../../ui/styles/layout.module.css';
import { classes } from '../../ui/classes.js';
import styles from './panel.module.css';
import { tell } from '../tell.js';

interface PanelProps {
  readonly title: string;
  /** Gets the focus when the panel opens, and when a focused control of the panel disappears. */
  readonly heading: RefObject<HTMLHeadingElement | null>;
  /** A button beside `Close`. */
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

/** A panel below the bar, over the upper part of the page. Long contents scroll inside. */
export function Panel({ title, heading, action, children }: PanelProps): ReactNode {
  const titleId = useId();
  return (
    <section className={styles['panel']} aria-labelledby={titleId}>
      <div className={styles['head']}>
        <h2 ref={heading} id={titleId} tabIndex={-1} className={layout['grow']}>
          {title}
        </h2>
        {action}
        <IconButton
          icon={X}
          label={say('Close')}
          hint={say('Close (Esc)')}
          onClick={() => tell(window.clinic.openBarPanel({ panel: 'none' }))}
        />
      </div>
      {/* In the tab order, so that the arrow keys can scroll it. */}
      <div className={styles['contents']} role="group" aria-labelledby={titleId} tabIndex={0}>
        <div className={classes(layout['column'], styles['column'])}>{children}</div>
      </div>
    </section>
  );
}
