import { Info, type LucideIcon } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { STRIP_HEIGHT } from '../../../shared/clinic-apps/guard-bar.js';
import { say } from '../../../shared/words/say.js';
import { Button } from '../../ui/button.js';
import layout from '../../ui/styles/layout.module.css';
import { classes } from '../../ui/classes.js';
import { tell } from '../tell.js';
import styles from './strip.module.css';

interface StripProps {
  readonly tone: 'plain' | 'info' | 'warning';
  readonly icon: LucideIcon;
  /** Text or controls on one line. */
  readonly children: ReactNode;
  /** Buttons at the end. */
  readonly actions: ReactNode;
}

/** A strip below the bar, with the height that main reserves. */
export function Strip({ tone, icon: Icon, children, actions }: StripProps): ReactNode {
  return (
    <div
      className={classes(layout['toned'], styles['strip'])}
      data-tone={tone}
      style={{ height: STRIP_HEIGHT }}
    >
      <Icon size={20} aria-hidden />
      {children}
      <div className={styles['actions']}>{actions}</div>
    </div>
  );
}

/** The text of a strip, at most two lines. */
export function StripText({
  id,
  children,
}: {
  readonly id: string;
  readonly children: string;
}): ReactNode {
  return (
    <p
      id={id}
      className={classes(layout['clipTwo'], layout['grow'], styles['text'])}
      title={children}
    >
      {children}
    </p>
  );
}

/** A message that stays until the person acknowledges it. */
export function MessageStrip({ text }: { readonly text: string }): ReactNode {
  const textId = useId();
  return (
    <Strip
      tone="info"
      icon={Info}
      actions={
        <Button
          small
          aria-describedby={textId}
          onClick={() => tell(window.clinic.dismissBarMessage({}))}
        >
          {say('Got it')}
        </Button>
      }
    >
      <StripText id={textId}>{text}</StripText>
    </Strip>
  );
}
