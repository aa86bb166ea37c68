import type { ReactNode } from 'react';
import { say } from '../../shared/words/say.js';
import { Wordmark } from '../ui/wordmark.js';
import styles from './entrance.module.css';

interface EntranceProps {
  readonly illustration: string;
  readonly caption: string;
  readonly captionDetail: string;
  /** How wide the content may become. */
  readonly width: 'narrow' | 'wide';
  readonly children: ReactNode;
}

/** The frame of every view outside a session: content at one side, a picture at the other. */
export function Entrance({
  illustration,
  caption,
  captionDetail,
  width,
  children,
}: EntranceProps): ReactNode {
  return (
    <div className={styles['entrance']}>
      <div className={styles['side']}>
        <header>
          <Wordmark />
        </header>
        <main className={styles['content']} data-width={width}>
          {children}
        </main>
      </div>
      <aside className={styles['picture']} aria-label={say('About this computer')}>
        <img src={illustration} alt="" width={480} height={360} />
        <p className={styles['caption']}>{caption}</p>
        <p className={styles['detail']}>{captionDetail}</p>
      </aside>
    </div>
  );
}

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
