import type { LucideIcon } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { classes } from '../../ui/classes.js';
import layout from '../../ui/styles/layout.module.css';
import styles from './icon-button.module.css';
import type { Keys } from '../../ui/keys.js';

interface IconButtonProps extends Pick<ComponentProps<'button'>, 'aria-expanded' | 'onClick'> {
  readonly icon: LucideIcon;
  /** The accessible name, also the tooltip. */
  readonly label: string;
  /** A tooltip that says more than the label. */
  readonly hint?: string;
  readonly keys?: Keys;
  /** The button ignores presses now, but keeps the focus. */
  readonly blocked?: boolean;
  /** The action is under way; the button can be pressed again. */
  readonly turning?: boolean;
  /** A number beside the icon. */
  readonly count?: number;
}

/** A button of the bar: an icon with a name for tooltips and screen readers. */
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
      className={classes(layout['quiet'], styles['button'])}
      title={keys === undefined ? hint : `${hint} (${keys.shown})`}
      aria-keyshortcuts={keys?.spoken}
      aria-disabled={blocked || undefined}
      aria-busy={turning || undefined}
      onClick={(event) => {
        if (!blocked) onClick?.(event);
      }}
    >
      <Icon className={turning ? layout['turning'] : undefined} size={20} aria-hidden />
      <span className={layout['onlySpoken']}>{label}</span>
      {/* Hidden from the accessible name, which is the label alone; a live region tells the number. */}
      {count !== undefined && (
        <span className={styles['count']} aria-hidden>
          {count}
        </span>
      )}
    </button>
  );
}
