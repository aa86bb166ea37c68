import { type ReactNode, useId } from 'react';
import layout from './styles/layout.module.css';
import { classes } from './classes.js';
import styles from './card.module.css';

interface CardProps {
  readonly title: string;
  readonly description?: string;
  readonly children: ReactNode;
}

/** A titled part of a page. */
export function Card({ title, description, children }: CardProps): ReactNode {
  const titleId = useId();
  return (
    <section className={classes(layout['framed'], styles['card'])} aria-labelledby={titleId}>
      <div>
        <h2 id={titleId}>{title}</h2>
        {description !== undefined && <p className={styles['description']}>{description}</p>}
      </div>
      {children}
    </section>
  );
}
