import type { ReactNode } from 'react';
import avatar from './avatar.module.css';
import { classes } from './classes.js';
import styles from './app-icon.module.css';
import { initials } from './avatar.js';

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
      className={classes(avatar['initials'], styles['icon'])}
      style={{ width: size, height: size, fontSize: size * 0.4 }}
      aria-hidden
    >
      {initials(name)}
    </span>
  ) : (
    <img className={styles['icon']} src={icon} alt="" width={size} height={size} />
  );
}
