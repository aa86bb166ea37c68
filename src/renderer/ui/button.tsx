import { LoaderCircle, type LucideIcon } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import styles from './button.module.css';
import layout from './styles/layout.module.css';

interface ButtonProps extends Omit<ComponentProps<'button'>, 'className'> {
  readonly look?: 'primary' | 'secondary' | 'quiet' | 'danger';
  readonly icon?: LucideIcon;
  /** The request of this button is under way: another press does nothing, and the focus stays. */
  readonly busy?: boolean;
  /** A press does nothing; `aria-describedby` points at a text that says why. */
  readonly blocked?: boolean;
  /** For rows with several buttons. */
  readonly small?: boolean;
  /** Fills the width of its container. */
  readonly wide?: boolean;
  readonly shortcut?: { readonly shown: string; readonly spoken: string };
}

export function Button({
  look = 'secondary',
  icon: Icon,
  busy = false,
  blocked = false,
  small = false,
  wide = false,
  shortcut,
  type = 'button',
  onClick,
  children,
  ...rest
}: ButtonProps): ReactNode {
  const inert = busy || blocked;
  return (
    <button
      {...rest}
      type={type}
      className={styles['button']}
      data-look={look}
      data-small={small || undefined}
      data-wide={wide || undefined}
      aria-disabled={inert || undefined}
      aria-busy={busy || undefined}
      aria-keyshortcuts={shortcut?.spoken}
      onClick={(event) => {
        // Also stops a submit by mouse or by Enter in a field.
        if (inert) event.preventDefault();
        else onClick?.(event);
      }}
    >
      {busy ? (
        <LoaderCircle className={layout['turning']} size={18} aria-hidden />
      ) : (
        Icon && <Icon size={18} aria-hidden />
      )}
      <span>{children}</span>
      {/* Hidden from the accessible name, the label alone; aria-keyshortcuts tells the shortcut. */}
      {shortcut && (
        <kbd className={styles['shortcut']} aria-hidden>
          {shortcut.shown}
        </kbd>
      )}
    </button>
  );
}
