import type { LucideIcon } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import layout from '../../ui/styles/layout.module.css';
import styles from './icon-button.module.css';
import type { Keys } from '../keys.js';

interface IconButtonProps extends Pick<ComponentProps<'button'>, 'aria-expanded' | 'onClick'> {
  readonly icon: LucideIcon;
  /** Its name, for the tooltip too. */
  readonly label: string;
  /** For a tooltip that says more than the name. */
  readonly hint?: string;
  readonly keys?: Keys;
  /** A press does nothing now. The focus may stay. */
  readonly blocked?: boolean;
  /** What it does is under way; it can be pressed again. */
  readonly turning?: boolean;
  /** A number beside the picture. */
  readonly count?: number;
}

/** A control of the bar as a picture, with its name for tooltips and screen readers. */
export function IconButton({
  icon: Icon,
  label,
  hint = label,
  keys,
  blocked = false,
  turning = false,
  count,
  onClick,
  ...rest
}: IconButtonProps): ReactNode {
  return (
    <button
      {...rest}
      type="button"
      className={styles['button']}
      title={keys === undefined ? hint : `${hint} (${keys.shown})`}
      aria-keyshortcuts={keys?.spoken}
      aria-disabled={blocked || undefined}
      aria-busy={turning || undefined}
      onClick={(event) => {
        if (!blocked) onClick?.(event);
      }}
    >
      <Icon className={styles['icon']} size={20} aria-hidden />
      <span className={layout['onlySpoken']}>{label}</span>
      {/* Hidden from the accessible name, which is the label alone; what it counts is told. */}
      {count !== undefined && (
        <span className={styles['count']} aria-hidden>
          {count}
        </span>
      )}
    </button>
  );
}
