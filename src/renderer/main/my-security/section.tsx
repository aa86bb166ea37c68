import type { ReactNode } from 'react';
import { classes } from '../../ui/classes.js';
import layout from '../../ui/styles/layout.module.css';
import styles from './my-security.module.css';

interface SectionProps {
  readonly title: string;
  readonly children: ReactNode;
}

/** A part of a member's own account. */
export function Section({ title, children }: SectionProps): ReactNode {
  return (
    <section className={classes(layout['column'], styles['section'])}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}
