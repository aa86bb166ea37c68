import { LockKeyhole, type LucideIcon, Monitor, ShieldAlert, Unplug } from 'lucide-react';
import type { ReactNode } from 'react';
import type { BarView } from '../../../shared/clinic-apps/guard-bar.js';
import { say } from '../../../shared/words/say.js';
import styles from './address.module.css';

interface Connection {
  readonly icon: LucideIcon;
  readonly label: string;
  readonly tone: 'good' | 'plain' | 'danger';
}

function connectionOf({ page, secure }: BarView): Connection {
  if (page.state === 'failed')
    return page.why === 'certificate'
      ? { icon: ShieldAlert, label: say('Not safe'), tone: 'danger' }
      : { icon: Unplug, label: say('Not connected'), tone: 'plain' };
  return secure
    ? { icon: LockKeyhole, label: say('Secure connection'), tone: 'good' }
    : { icon: Monitor, label: say('From this computer'), tone: 'plain' };
}

/** The address of the page, read-only. */
export function Address({ view }: { readonly view: BarView }): ReactNode {
  const { icon: Icon, label, tone } = connectionOf(view);
  return (
    <div className={styles['frame']}>
      <span className={styles['connection']} data-tone={tone} title={label}>
        <Icon size={16} role="img" aria-label={label} />
      </span>
      {/* Not an input: it could not set off the host, which people should judge by, from the path. */}
      <div
        className={styles['address']}
        role="textbox"
        aria-label={say('Address')}
        aria-readonly
        tabIndex={0}
        title={view.host + view.path}
      >
        <span className={styles['host']}>
          <bdi dir="ltr">{view.host}</bdi>
        </span>
        <span className={styles['path']}>{view.path}</span>
      </div>
    </div>
  );
}
