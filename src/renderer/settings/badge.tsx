import type { ReactNode } from 'react';
import layout from '../ui/styles/layout.module.css';
import { classes } from '../ui/classes.js';
import styles from './badge.module.css';

export interface BadgeProps {
  readonly tone: 'info' | 'success' | 'warning' | 'danger';
  readonly children: string;
}

/** A state in a word or two. */
export function Badge({ tone, children }: BadgeProps): ReactNode {
  return (
    <span className={classes(layout['toned'], styles['badge'])} data-tone={tone}>
      {children}
    </span>
  );
}
