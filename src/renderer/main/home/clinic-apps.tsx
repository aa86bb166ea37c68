import { type ReactNode, useId, useState } from 'react';
import type { ClinicAppTile } from '../../../shared/clinic-apps/clinic-app.js';
import { say } from '../../../shared/words/say.js';
import { AppIcon } from '../../ui/avatar.js';
import { Problem } from '../../ui/callout.js';
import { useRequest } from '../../ui/hooks/use-request.js';
import layout from '../../ui/styles/layout.module.css';
import { classes } from '../../ui/classes.js';
import styles from './clinic-apps.module.css';

/** The clinic's web systems, each a button that opens its guarded window or brings it to the front. */
export function ClinicApps({ apps }: { readonly apps: readonly ClinicAppTile[] }): ReactNode {
  const titleId = useId();
  const request = useRequest();
  const [opening, setOpening] = useState<string | null>(null);

  async function open(appId: string): Promise<void> {
    if (request.busy) return;
    setOpening(appId);
    await request.send(() => window.clinic.openClinicApp({ appId }));
    setOpening(null);
  }

  return (
    <section aria-labelledby={titleId} className={layout['column']}>
      <h2 id={titleId}>{say('Clinic apps')}</h2>
      <ul className={styles['grid']}>
        {apps.map(({ id, name, icon }) => (
          <li key={id} className={styles['cell']}>
            <button
              type="button"
              className={classes(layout['row'], styles['tile'])}
              aria-busy={opening === id || undefined}
              onClick={() => void open(id)}
            >
              <AppIcon name={name} icon={icon} />
              <span className={styles['name']}>{name}</span>
            </button>
          </li>
        ))}
      </ul>
      <Problem text={request.problem} />
    </section>
  );
}
