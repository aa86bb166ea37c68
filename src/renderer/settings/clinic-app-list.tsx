import type { ReactNode } from 'react';
import type { ClinicAppRow } from '../../contract/views.js';
import { AppIcon } from '../ui/app-icon.js';
import { Button } from '../ui/button.js';
import styles from './clinic-app-list.module.css';
import { allowedInWords, seenByInWords } from './clinic-app-words.js';

export type ClinicAppAction = 'edit' | 'test' | 'up' | 'down' | 'remove';

interface ClinicAppListProps {
  readonly apps: readonly ClinicAppRow[];
  /** The app that is tested now, by its id. */
  readonly testing: string | null;
  readonly onAction: (action: ClinicAppAction, app: ClinicAppRow) => void;
}

const ACTIONS: readonly { readonly action: ClinicAppAction; readonly label: string }[] = [
  { action: 'edit', label: 'Edit' },
  { action: 'test', label: 'Test' },
  { action: 'up', label: 'Move up' },
  { action: 'down', label: 'Move down' },
  { action: 'remove', label: 'Remove' },
];

/** The clinic apps in the order in which Home shows them. */
export function ClinicAppList({ apps, testing, onAction }: ClinicAppListProps): ReactNode {
  if (apps.length === 0)
    return (
      <p className={styles['empty']}>
        There are none yet. Add the systems that your staff sign in to every day.
      </p>
    );
  return (
    <ul className={styles['list']} aria-label="Clinic apps">
      {apps.map((app, index) => {
        const atEnd = { up: index === 0, down: index === apps.length - 1 };
        return (
          <li key={app.id} className={styles['app']}>
            <AppIcon name={app.name} icon={app.icon} />
            <div className={styles['words']}>
              <h2 className={styles['name']}>{app.name}</h2>
              <p className={styles['detail']}>{new URL(app.address).host}</p>
              <p className={styles['detail']}>
                {seenByInWords(app.roles)} · {allowedInWords(app.allows)}
              </p>
            </div>
            <div className={styles['actions']}>
              {ACTIONS.map(({ action, label }) => (
                <Button
                  key={action}
                  small
                  look="quiet"
                  aria-label={`${label} ${app.name}`}
                  busy={action === 'test' && testing === app.id}
                  blocked={(action === 'up' || action === 'down') && atEnd[action]}
                  onClick={() => onAction(action, app)}
                >
                  {label}
                </Button>
              ))}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
