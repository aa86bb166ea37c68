import type { ReactNode } from 'react';
import styles from './avatar.module.css';
import { classes } from './classes.js';

/** First letters of the first and the last word of a name. */
function initials(name: string): string {
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

interface AppIconProps {
  readonly name: string;
  /** A `data:` address of a picture, or `null`: initials are drawn. */
  readonly icon: string | null;
  /** Width and height, in CSS pixels. */
  readonly size?: number;
}

/** A clinic app's icon. The app's name is always beside it. */
export function AppIcon({ name, icon, size = 40 }: AppIconProps): ReactNode {
  return icon === null ? (
    <span
      className={classes(styles['initials'], styles['icon'])}
      style={{ width: size, height: size, fontSize: size * 0.4 }}
      aria-hidden
    >
      {initials(name)}
    </span>
  ) : (
    <img className={styles['icon']} src={icon} alt="" width={size} height={size} />
  );
}
