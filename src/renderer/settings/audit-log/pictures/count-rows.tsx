import { scaleLinear } from '@visx/scale';
import { Bar } from '@visx/shape';
import type { ReactNode } from 'react';
import { classes } from '../../../ui/classes.js';
import styles from './pictures.module.css';

interface CountRowsProps {
  readonly rows: readonly { readonly name: string; readonly count: number }[];
}

/** Bars that lie below their names, each with its number. */
export function CountRows({ rows }: CountRowsProps): ReactNode {
  const most = Math.max(1, ...rows.map(({ count }) => count));
  const percent = scaleLinear({ domain: [0, most], range: [0, 100] });
  return (
    <ul className={styles['rows']}>
      {rows.map(({ name, count }) => (
        <li key={name}>
          <p className={styles['named']}>
            <span>{name}</span>
            <span className={styles['count']}>{count}</span>
          </p>
          <svg className={styles['track']}>
            <Bar className={classes(styles['first'])} width={`${percent(count)}%`} height="100%" />
          </svg>
        </li>
      ))}
    </ul>
  );
}
