import type { ReactNode } from 'react';
import { say } from '../../../shared/words/say.js';
import { LOCK_NOW_SHORTCUT } from '../shortcuts.js';
import { chapters } from './chapters.js';
import styles from './guide.module.css';
import { PICTURES } from './pictures/pictures.js';
import { Sources } from './sources-list.js';

/** The whole guide, on paper alone. */
export function PrintedGuide(): ReactNode {
  return (
    <div className={styles['onPaper']} data-print="pages">
      <h1>{say('Protecting patient data')}</h1>
      {chapters(LOCK_NOW_SHORTCUT.shown).map(({ id, title, paragraphs }) => {
        const Picture = PICTURES[id];
        return (
          <section key={id} className={styles['sheet']}>
            <div className={styles['picture']}>
              <Picture />
            </div>
            <h2>{title}</h2>
            {paragraphs.map((paragraph) => (
              <p key={paragraph}>{paragraph}</p>
            ))}
          </section>
        );
      })}
      <Sources />
    </div>
  );
}
