import { type ReactNode, useEffect, useId } from 'react';
import { classes } from '../../ui/classes.js';
import { useFirstFocus } from '../../ui/hooks/use-first-focus.js';
import layout from '../../ui/styles/layout.module.css';
import type { Chapter } from './chapters.js';
import styles from './guide.module.css';
import { PICTURES } from './pictures/pictures.js';

interface GuideChapterProps {
  readonly chapter: Chapter;
  /** What follows its text. */
  readonly children: ReactNode;
}

/** One chapter on the screen. It is read from its heading on. */
export function GuideChapter({ chapter, children }: GuideChapterProps): ReactNode {
  const heading = useFirstFocus<HTMLHeadingElement>();
  const headingId = useId();
  // The chapter before was left at its end.
  useEffect(() => window.scrollTo({ top: 0 }), []);
  const Picture = PICTURES[chapter.id];
  return (
    <article className={classes(layout['framed'], styles['chapter'])} aria-labelledby={headingId}>
      <div className={styles['picture']}>
        <Picture />
      </div>
      <h2 id={headingId} ref={heading} tabIndex={-1} className={styles['heading']}>
        {chapter.title}
      </h2>
      {chapter.paragraphs.map((paragraph) => (
        <p key={paragraph}>{paragraph}</p>
      ))}
      {children}
    </article>
  );
}
