import type { ReactNode } from 'react';
import styles from './tab-page.module.css';

/** The content of a tab: centred, never broader than reads well. */
export function TabPage({ children }: { readonly children: ReactNode }): ReactNode {
  return <div className={styles['page']}>{children}</div>;
}
