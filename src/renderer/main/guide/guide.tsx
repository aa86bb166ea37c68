import { ArrowLeft, Printer } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { say } from '../../../shared/words/say.js';
import { Button } from '../../ui/button.js';
import { classes } from '../../ui/classes.js';
import { useFirstFocus } from '../../ui/hooks/use-first-focus.js';
import layout from '../../ui/styles/layout.module.css';
import { Wordmark } from '../../ui/wordmark.js';
import home from '../home/home.module.css';
import { LOCK_NOW_SHORTCUT } from '../shortcuts.js';
import { chapters } from './chapters.js';
import { GuideChapter } from './guide-chapter.js';
import { GuideEnd } from './guide-end.js';
import styles from './guide.module.css';
import { PrintedGuide } from './printed-guide.js';

interface GuideProps {
  /** When this member read this edition, in milliseconds since 1970, or `null`. */
  readonly readAt: number | null;
  readonly onClose: () => void;
}

/** The guide _Protecting patient data_, a chapter at a time. On paper it is whole. */
export function Guide({ readAt, onClose }: GuideProps): ReactNode {
  // A new chapter takes the focus to its own heading; the guide begins at its title.
  const title = useFirstFocus<HTMLHeadingElement>();
  const [at, setAt] = useState(0);
  const all = chapters(LOCK_NOW_SHORTCUT.shown);
  const chapter = all[at];
  const isLast = at === all.length - 1;

  return (
    <>
      <div className={classes(home['page'], styles['onScreen'])}>
        <header className={home['bar']}>
          <div className={classes(layout['between'], home['inner'])}>
            <Wordmark />
            <div className={home['actions']}>
              <Button look="quiet" icon={Printer} onClick={() => window.print()}>
                {say('Print')}
              </Button>
              <Button look="quiet" icon={ArrowLeft} onClick={onClose}>
                {say('Back')}
              </Button>
            </div>
          </div>
        </header>
        <main className={home['main']}>
          <h1 ref={title} tabIndex={-1}>
            {say('Protecting patient data')}
          </h1>
          <div className={styles['columns']}>
            <nav aria-label={say('Chapters')}>
              <ol className={styles['contents']}>
                {all.map(({ id, title: name }, place) => (
                  <li key={id}>
                    <button
                      type="button"
                      className={classes(layout['entry'], styles['entry'])}
                      aria-label={say('{number}. {chapter}', { number: place + 1, chapter: name })}
                      aria-current={place === at ? 'page' : undefined}
                      onClick={() => setAt(place)}
                    >
                      <span className={styles['number']}>{place + 1}.</span>{' '}
                      <span className={styles['name']}>{name}</span>
                    </button>
                  </li>
                ))}
              </ol>
            </nav>
            {chapter !== undefined && (
              <GuideChapter key={chapter.id} chapter={chapter}>
                {isLast && <GuideEnd readAt={readAt} />}
                <div className={classes(layout['buttons'], styles['steps'])}>
                  {at > 0 && <Button onClick={() => setAt(at - 1)}>{say('Previous')}</Button>}
                  {!isLast && (
                    <Button look="primary" onClick={() => setAt(at + 1)}>
                      {say('Next')}
                    </Button>
                  )}
                </div>
              </GuideChapter>
            )}
          </div>
        </main>
      </div>
      <PrintedGuide />
    </>
  );
}
