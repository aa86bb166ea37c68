import type { ReactNode } from 'react';
import styles from './view-heading.module.css';

/** The heading of a view outside a session, with a line that explains the view. */
export function ViewHeading({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <div>
      <h1 className={styles['title']}>{title}</h1>
      <p className={styles['line']}>{children}</p>
    </div>
  );
}
