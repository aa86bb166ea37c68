import type { ReactNode } from 'react';
import { say } from '../../../shared/words/say.js';
import layout from '../../ui/styles/layout.module.css';
import styles from './guide.module.css';
import { sources } from './sources.js';

/** What the guide was held against, a line each. */
export function Sources(): ReactNode {
  return (
    <section className={layout['note']}>
      <h3 className={styles['sources']}>{say('Sources')}</h3>
      <ul>
        {Object.entries(sources()).map(([id, source]) => (
          <li key={id}>{source}</li>
        ))}
      </ul>
    </section>
  );
}
