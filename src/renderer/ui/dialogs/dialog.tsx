import { AlertDialog } from '@base-ui/react/alert-dialog';
import { Dialog as BaseDialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode, RefObject } from 'react';
import { say } from '../../../shared/words/say.js';
import { classes } from '../classes.js';
import layout from '../styles/layout.module.css';
import styles from './dialog.module.css';

interface DialogProps {
  readonly title: string;
  readonly description?: string;
  readonly onClose: () => void;
  /** A question that must be answered; `children` are its buttons, the harmless one first. */
  readonly asks?: boolean;
  /** For a form in two columns. */
  readonly wide?: boolean;
  /** Gets the focus instead of the first field. */
  readonly firstFocus?: RefObject<HTMLElement | null> | undefined;
  readonly children: ReactNode;
}

/**
 * A dialog that is open while it is rendered, so that its input is gone when it closes. The close button is
 * last in the markup, so that the first field gets the focus.
 */
export function Dialog(props: DialogProps): ReactNode {
  const { title, description, onClose, asks = false, wide = false, firstFocus, children } = props;
  const Root = asks ? AlertDialog.Root : BaseDialog.Root;
  return (
    <Root
      open
      // A stray click must not lose the input.
      disablePointerDismissal
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className={styles['backdrop']} />
        <BaseDialog.Viewport className={styles['viewport']}>
          <BaseDialog.Popup
            className={styles['popup']}
            data-wide={wide || undefined}
            initialFocus={firstFocus}
          >
            <BaseDialog.Title className={styles['title']}>{title}</BaseDialog.Title>
            {description !== undefined && (
              <BaseDialog.Description className={styles['description']}>
                {description}
              </BaseDialog.Description>
            )}
            {children}
            {!asks && (
              <BaseDialog.Close
                className={classes(layout['quiet'], styles['close'])}
                aria-label={say('Close')}
              >
                <X size={20} aria-hidden />
              </BaseDialog.Close>
            )}
          </BaseDialog.Popup>
        </BaseDialog.Viewport>
      </BaseDialog.Portal>
    </Root>
  );
}

/** The row of buttons at the end of a dialog or a form. */
export function Actions({ children }: { readonly children: ReactNode }): ReactNode {
  return <div className={styles['actions']}>{children}</div>;
}
