import type { ReactNode } from 'react';
import type { HomeView } from '../../contract/views.js';
import { AppIcon } from '../ui/app-icon.js';
import { Button } from '../ui/button.js';
import { Callout, Problem } from '../ui/callout.js';
import { listInWords } from '../ui/list-in-words.js';
import { useRequest } from '../ui/use-request.js';
import styles from './clinic-app-tiles.module.css';

/** What this member may open, and what was open when the last session ended. */
export function ClinicAppTiles({ view }: { readonly view: HomeView }): ReactNode {
  const request = useRequest();
  const { clinicApps, reopen } = view;
  return (
    <>
      <Problem text={request.problem} />
      {reopen.length > 0 && (
        <Callout
          tone="info"
          action={
            <div className={styles['choices']}>
              <Button
                look="quiet"
                onClick={() => void request.send(() => window.clinic.declinePlaces({}))}
              >
                No, thanks
              </Button>
              <Button onClick={() => void request.send(() => window.clinic.reopenPlaces({}))}>
                Open again
              </Button>
            </div>
          }
        >
          When your last session ended you had {listInWords(reopen)} open.
        </Callout>
      )}
      {clinicApps.length > 0 && (
        <nav aria-label="Clinic apps" className={styles['tiles']}>
          {clinicApps.map(({ id, name, icon }) => (
            <button
              key={id}
              type="button"
              className={styles['tile']}
              onClick={() => void request.send(() => window.clinic.openClinicApp({ appId: id }))}
            >
              <AppIcon name={name} icon={icon} />
              <span className={styles['name']}>{name}</span>
            </button>
          ))}
        </nav>
      )}
    </>
  );
}
