import type { ReactNode } from 'react';
import styles from './avatar.module.css';

/** First letters of the first and the last word of a name. */
export function initials(name: string): string {
  const letters = name.split(/\s+/).flatMap((word) => /^\p{L}/u.exec(word) ?? []);
  return letters.length > 1 ? `${letters[0] ?? ''}${letters.at(-1) ?? ''}` : (letters[0] ?? '');
}

/** A member's initials, as a picture beside the name. */
export function Avatar({ name }: { readonly name: string }): ReactNode {
  return (
    <span className={styles['avatar']} aria-hidden>
      {initials(name)}
    </span>
  );
}
