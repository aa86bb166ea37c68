import { ChevronDown, ChevronUp, Search, X } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import type { BarView } from '../../../shared/clinic-apps/guard-bar.js';
import { say } from '../../../shared/words/say.js';
import { foundInWords } from '../bar-words.js';
import layout from '../../ui/styles/layout.module.css';
import { classes } from '../../ui/classes.js';
import styles from './find-strip.module.css';
import { IconButton } from '../top-bar/icon-button.js';
import { Strip } from './strip.js';
import { tell } from '../tell.js';

/** The longest search text, in characters. */
const LONGEST_TEXT = 200;

/** Finds text in the page. Escape closes the strip: main hears that key wherever the focus is. */
export function FindStrip({ found }: { readonly found: BarView['found'] }): ReactNode {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');

  useEffect(() => {
    const begin = (): void => {
      input.current?.focus();
      input.current?.select();
    };
    begin();
    // Pressing Find again moves the focus from the page back to this window.
    window.addEventListener('focus', begin);
    return () => window.removeEventListener('focus', begin);
  }, []);

  const change = (typed: string): void => {
    setText(typed);
    tell(window.clinic.findInSite({ text: typed, forward: true, again: false }));
  };
  const goOn = (forward: boolean): void => {
    if (text !== '') tell(window.clinic.findInSite({ text, forward, again: true }));
  };

  return (
    <Strip
      tone="plain"
      icon={Search}
      actions={
        <>
          <IconButton
            icon={ChevronUp}
            label={say('Previous')}
            hint={say('Previous (Shift+Enter)')}
            blocked={text === ''}
            onClick={() => goOn(false)}
          />
          <IconButton
            icon={ChevronDown}
            label={say('Next')}
            hint={say('Next (Enter)')}
            blocked={text === ''}
            onClick={() => goOn(true)}
          />
          <IconButton
            icon={X}
            label={say('Close')}
            hint={say('Close (Esc)')}
            onClick={() => tell(window.clinic.openBarPanel({ panel: 'none' }))}
          />
        </>
      }
    >
      <label htmlFor={id} className={styles['label']}>
        {say('Find in page')}
      </label>
      <input
        ref={input}
        id={id}
        className={styles['input']}
        value={text}
        maxLength={LONGEST_TEXT}
        autoComplete="off"
        // The search text may be a patient's name, which a spelling service must not get.
        spellCheck={false}
        onChange={(event) => change(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.nativeEvent.isComposing) goOn(!event.shiftKey);
        }}
      />
      <p className={classes(layout['ticking'], styles['count'])} aria-live="polite">
        {text !== '' && foundInWords(found)}
      </p>
    </Strip>
  );
}
