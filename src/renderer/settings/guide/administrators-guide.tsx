import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { spoken, say } from '../../../shared/words/say.js';
import { Dialog } from '../../ui/dialogs/dialog.js';
import { TextField } from '../../ui/fields/text-field.js';
import layout from '../../ui/styles/layout.module.css';
import { foundSections, type GuidePlace, GUIDE_SECTIONS } from './guide-sections.js';
import { GuideText } from './guide-text.js';
import styles from './guide.module.css';

/** The longest search, in characters. */
const LONGEST_SEARCH = 100;

/** The guides for administrators, inside the app: one section at a time, found by its words. */
export function AdministratorsGuide({ onClose }: { readonly onClose: () => void }): ReactNode {
  const [search, setSearch] = useState('');
  const [place, setPlace] = useState<GuidePlace | null>(null);
  const found = useMemo(() => foundSections(search), [search]);
  const heading = useRef<HTMLHeadingElement>(null);
  const searchBox = useRef<HTMLInputElement>(null);
  const chosen = place?.section ?? GUIDE_SECTIONS[0];
  // A search shows the first that it finds, until another is chosen.
  const section = chosen !== undefined && found.includes(chosen) ? chosen : (found[0] ?? chosen);
  const go = (next: GuidePlace): void => {
    if (!found.includes(next.section)) setSearch('');
    setPlace(next);
  };

  // What was chosen is read from its heading on, as after a click on a link of the web.
  useEffect(() => {
    if (place === null) return;
    const target = place.anchor === null ? null : document.getElementById(place.anchor);
    (target ?? heading.current)?.focus();
    (target ?? heading.current)?.scrollIntoView();
  }, [place]);

  return (
    <Dialog title={say('Administrator’s guide')} wide firstFocus={searchBox} onClose={onClose}>
      <TextField
        ref={searchBox}
        type="search"
        label={say('Search the guide')}
        maxLength={LONGEST_SEARCH}
        value={search}
        onValue={setSearch}
        {...(spoken().id !== 'en' && { help: say('The guide is in English.') })}
      />
      <div className={styles['columns']} lang="en" dir="ltr">
        <nav aria-label={say('Chapters')}>
          <ul className={styles['contents']}>
            {found.map((one, index) => (
              <li key={one.id}>
                {one.document !== found[index - 1]?.document && (
                  <p className={styles['document']}>{one.document}</p>
                )}
                <button
                  type="button"
                  className={layout['entry']}
                  aria-current={one === section || undefined}
                  onClick={() => go({ section: one, anchor: null })}
                >
                  {one.title}
                </button>
              </li>
            ))}
          </ul>
          <p role="status" className={layout['soft']}>
            {found.length === 0 && say('Nothing in the guide has these words.')}
          </p>
        </nav>
        {section !== undefined && (
          <article>
            <h2 ref={heading} tabIndex={-1} className={styles['heading']}>
              {section.title}
            </h2>
            <GuideText section={section} onGo={go} />
          </article>
        )}
      </div>
    </Dialog>
  );
}
