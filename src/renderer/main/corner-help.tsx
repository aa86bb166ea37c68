import type { ReactNode } from 'react';
import type { MainView } from '../../shared/requests/views.js';
import { say } from '../../shared/words/say.js';
import { Help } from '../ui/help/help.js';
import styles from './corner-help.module.css';

/** The help of a view outside a session, in the corner of the window. */
export function CornerHelp({ view }: { readonly view: MainView['view'] }): ReactNode {
  return (
    <footer className={styles['corner']} aria-label={say('Help')}>
      <Help key={view} topic={view} shortcuts={[]} />
    </footer>
  );
}
