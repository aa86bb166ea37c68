import { CircleAlert, CircleCheck, Info, type LucideIcon, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { classes } from './classes.js';
import styles from './callout.module.css';
import layout from './styles/layout.module.css';

type Tone = 'info' | 'success' | 'warning' | 'danger';

const ICONS: Readonly<Record<Tone, LucideIcon>> = {
  info: Info,
  success: CircleCheck,
  warning: TriangleAlert,
  danger: CircleAlert,
};

interface CalloutProps {
  readonly tone: Tone;
  readonly role?: 'alert' | 'status';
  readonly id?: string;
  /** A button at the end. */
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

/** A message set apart from the text around it. */
export function Callout({ tone, role, id, action, children }: CalloutProps): ReactNode {
  const Icon = ICONS[tone];
  return (
    <div className={classes(layout['toned'], styles['callout'])} data-tone={tone} role={role}>
      <div className={styles['message']}>
        <Icon className={styles['icon']} size={20} aria-hidden />
        <div id={id} className={layout['grow']}>
          {children}
        </div>
      </div>
      {action}
    </div>
  );
}

/** Why a request was refused; renders nothing without a text. */
export function Problem({ text }: { readonly text: string | null }): ReactNode {
  return (
    text !== null && (
      <Callout tone="danger" role="alert">
        {text}
      </Callout>
    )
  );
}
