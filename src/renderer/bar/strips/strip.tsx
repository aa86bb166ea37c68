import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { STRIP_HEIGHT } from '../../../shared/clinic-apps/guard-bar.js';
import layout from '../../ui/styles/layout.module.css';
import { classes } from '../../ui/classes.js';
import styles from './strip.module.css';

interface StripProps {
  readonly tone: 'plain' | 'info' | 'warning';
  readonly icon: LucideIcon;
  /** Text or controls on one line. */
  readonly children: ReactNode;
  /** Buttons at the end. */
  readonly actions: ReactNode;
}

/** A strip below the bar, with the height that main reserves. */
export function Strip({ tone, icon: Icon, children, actions }: StripProps): ReactNode {
  return (
    <div
      className={classes(layout['toned'], styles['strip'])}
      data-tone={tone}
      style={{ height: STRIP_HEIGHT }}
    >
      <Icon size={20} aria-hidden />
      {children}
      <div className={styles['actions']}>{actions}</div>
    </div>
  );
}

/** The text of a strip, at most two lines. */
export function StripText({
  id,
  children,
}: {
  readonly id: string;
  readonly children: string;
}): ReactNode {
  return (
    <p
      id={id}
      className={classes(layout['clipTwo'], layout['grow'], styles['text'])}
      title={children}
    >
      {children}
    </p>
  );
}
