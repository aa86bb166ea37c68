import type { ReactNode } from 'react';
import { classes } from '../ui/classes.js';
import layout from '../ui/styles/layout.module.css';
import styles from './tab-page.module.css';

/** The content of a tab: centred, never broader than reads well. */
export function TabPage({ children }: { readonly children: ReactNode }): ReactNode {
  return <div className={classes(layout['page'], styles['page'])}>{children}</div>;
}
