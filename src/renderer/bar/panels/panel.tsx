import { X } from 'lucide-react';
import { type ReactNode, type RefObject, useId } from 'react';
import { say } from '../../../shared/words/say.js';
import { IconButton } from '../top-bar/icon-button.js';
import styles from './panel.module.css';
import { tell } from '../tell.js';

interface PanelProps {
  readonly title: string;
  /** Where a screen reader starts, and where the focus goes when a control of the panel is gone. */
  readonly heading: RefObject<HTMLHeadingElement | null>;
  /** In CSS pixels. */
  readonly height: number;
  /** A button beside `Close`. */
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

/** What opens below the bar, over the upper part of the page. Long contents scroll within it. */
export function Panel({ title, heading, height, action, children }: PanelProps): ReactNode {
  const titleId = useId();
  return (
    <section className={styles['panel']} aria-labelledby={titleId} style={{ height }}>
      <div className={styles['head']}>
        <h2 ref={heading} id={titleId} tabIndex={-1} className={styles['title']}>
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
      {/* In the tab order, so that the arrow keys scroll it without a mouse. */}
      <div className={styles['contents']} role="group" aria-labelledby={titleId} tabIndex={0}>
        <div className={styles['column']}>{children}</div>
      </div>
    </section>
  );
}
