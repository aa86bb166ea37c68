import { type ReactNode, useEffect, useRef } from 'react';
import type { SiteFinding } from '../../../shared/clinic-apps/clinic-app.js';
import type { ClinicAppRow } from '../../../shared/requests/views.js';
import { say } from '../../../shared/words/say.js';
import { Button } from '../../ui/button.js';
import { Callout } from '../../ui/callout.js';
import { Actions, Dialog } from '../../ui/dialogs/dialog.js';
import layout from '../../ui/styles/layout.module.css';
import { classes } from '../../ui/classes.js';
import styles from './clinic-app-finding.module.css';
import { draftClinicApp, hostsToAllow } from './clinic-app-draft.js';
import { findingInWords } from './clinic-app-words.js';

interface ClinicAppFindingProps {
  readonly finding: SiteFinding;
  /** Of the hosts that were refused, those that can still be allowed. */
  readonly hosts: readonly string[];
  readonly onAllow: (host: string) => void;
}

/** What the test of a clinic app found, and what can be done about it. */
export function ClinicAppFinding({ finding, hosts, onAllow }: ClinicAppFindingProps): ReactNode {
  const element = useRef<HTMLDivElement>(null);
  const { tone, title, detail } = findingInWords(finding);

  useEffect(() => {
    // It may lie below the end of a small window.
    element.current?.scrollIntoView({ block: 'nearest' });
  }, [finding]);

  return (
    <div ref={element} className={styles['finding']}>
      <Callout tone={tone}>
        <p className={styles['title']}>{title}</p>
        <p>{detail}</p>
        {hosts.length > 0 && (
          <>
            <p className={styles['refused']}>
              {say(
                'It led to {count, plural, one {a host that is} other {hosts that are}} not allowed yet:',
                { count: hosts.length },
              )}
            </p>
            <div className={classes(layout['buttons'], styles['hosts'])}>
              {hosts.map((host) => (
                <Button key={host} small onClick={() => onAllow(host)}>
                  {say('Allow {host}', { host })}
                </Button>
              ))}
            </div>
          </>
        )}
      </Callout>
    </div>
  );
}

interface ClinicAppTestProps {
  readonly app: ClinicAppRow;
  readonly finding: SiteFinding;
  /** The host is to be added in the form, where the rest can be looked at before it is saved. */
  readonly onAllow: (host: string) => void;
  readonly onClose: () => void;
}

/** What a test from the list found. */
export function ClinicAppTest({ app, finding, onAllow, onClose }: ClinicAppTestProps): ReactNode {
  return (
    <Dialog title={say('Test of {name}', { name: app.name })} onClose={onClose}>
      <ClinicAppFinding
        finding={finding}
        hosts={hostsToAllow(draftClinicApp(app), finding.refusedHosts)}
        onAllow={onAllow}
      />
      <Actions>
        <Button look="primary" onClick={onClose}>
          {say('Done')}
        </Button>
      </Actions>
    </Dialog>
  );
}
