import type { ReactNode } from 'react';
import type { ClinicAppRow as Row } from '../../../shared/requests/views.js';
import { say } from '../../../shared/words/say.js';
import { AppIcon } from '../../ui/avatar.js';
import { Button } from '../../ui/button.js';
import layout from '../../ui/styles/layout.module.css';
import { classes } from '../../ui/classes.js';
import styles from './clinic-app-list.module.css';
import { allowedInWords, authoritiesInWords, seenByInWords } from './clinic-app-words.js';

export type ClinicAppAction = 'edit' | 'test' | 'up' | 'down' | 'remove';

interface ClinicAppRowProps {
  readonly app: Row;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  /** Whether its test is under way. */
  readonly isTested: boolean;
  readonly onAction: (action: ClinicAppAction, pressed: HTMLElement) => void;
}

/** A clinic app with what can be done about it. */
export function ClinicAppRow(props: ClinicAppRowProps): ReactNode {
  const { app, isFirst, isLast, isTested, onAction } = props;
  const { name } = app;
  // Rows have buttons of the same words: to those who hear them, each names its app.
  const actions = [
    { action: 'edit', label: say('Edit'), full: say('Edit {name}', { name }) },
    {
      action: 'test',
      // translators: verb, tries whether a clinic app opens
      label: say('Test'),
      full: say('Test {name}', { name }),
      busy: isTested,
    },
    {
      action: 'up',
      label: say('Move up'),
      full: say('Move up {name}', { name }),
      blocked: isFirst,
    },
    {
      action: 'down',
      label: say('Move down'),
      full: say('Move down {name}', { name }),
      blocked: isLast,
    },
    { action: 'remove', label: say('Remove'), full: say('Remove {name}', { name }) },
  ] as const;

  return (
    <li className={styles['row']}>
      <AppIcon name={app.name} icon={app.icon} size={44} />
      <div className={styles['about']}>
        <h2 className={styles['name']}>{app.name}</h2>
        <p className={layout['note']}>{new URL(app.address).host}</p>
        <p className={layout['note']}>
          {seenByInWords(app.roles)} · {allowedInWords(app.allows)}
          {authoritiesInWords(app.authorities)}
        </p>
      </div>
      <div className={classes(layout['buttons'], styles['actions'])}>
        {actions.map(({ action, label, full, ...state }) => (
          <Button
            key={action}
            small
            {...state}
            aria-label={full}
            onClick={(event) => onAction(action, event.currentTarget)}
          >
            {label}
          </Button>
        ))}
      </div>
    </li>
  );
}
