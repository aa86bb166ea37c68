import { Plus } from 'lucide-react';
import { type ReactNode, useRef, useState } from 'react';
import { NEW_CLINIC_APP, type SiteFinding } from '../../../shared/clinic-apps/clinic-app.js';
import { aroundOwnPart, type ListedApp } from '../../../shared/clinic-apps/clinic-app-catalogue.js';
import type { ClinicAppRow as Row } from '../../../shared/requests/views.js';
import { say } from '../../../shared/words/say.js';
import illustration from '../../../../assets/illustrations/empty-apps.svg';
import { Button } from '../../ui/button.js';
import { Problem } from '../../ui/callout.js';
import { useConfirmedRequest } from '../../ui/dialogs/confirmed-request.js';
import { classes } from '../../ui/classes.js';
import tab from '../tab-page.module.css';
import layout from '../../ui/styles/layout.module.css';
import { draftClinicApp, sentClinicApp, withHost } from './clinic-app-draft.js';
import { ClinicAppForm, type ClinicAppFormProps } from './clinic-app-form.js';
import styles from './clinic-app-list.module.css';
import { ClinicAppPicker } from './clinic-app-picker.js';
import { type ClinicAppAction, ClinicAppRow } from './clinic-app-row.js';
import { ClinicAppTest } from './clinic-app-finding.js';
import { Confirmation } from '../confirmation.js';

type OpenDialog =
  | { readonly kind: 'pick' }
  | ({ readonly kind: 'form' } & Omit<ClinicAppFormProps, 'onClose'>)
  | { readonly kind: 'tested'; readonly app: Row; readonly finding: SiteFinding }
  | { readonly kind: 'remove'; readonly app: Row };

/** The form for a new clinic app, as a listed one suggests it. */
function added(listed: ListedApp | null): OpenDialog {
  const isComplete = listed !== null && aroundOwnPart(listed) === null;
  const first = {
    ...NEW_CLINIC_APP,
    name: listed?.name ?? '',
    address: isComplete ? listed.address : '',
    allowedHosts: listed?.allowedHosts ?? [],
  };
  return { kind: 'form', appId: null, first: draftClinicApp(first), listed, finding: null };
}

/** @param tested what a test found, and the host that is to be allowed because of it */
function edited(
  app: Row,
  tested?: { readonly finding: SiteFinding; readonly host: string },
): OpenDialog {
  const draft = draftClinicApp(app);
  return {
    kind: 'form',
    appId: app.id,
    first: tested === undefined ? draft : withHost(draft, tested.host),
    listed: null,
    finding: tested?.finding ?? null,
  };
}

/** An app whose form somebody asked for in another tab. */
export interface AskedApp {
  readonly appId: string;
}

interface ClinicAppListProps {
  readonly apps: readonly Row[];
  readonly asked: AskedApp | null;
}

/** The clinic's web systems, in the order in which Home shows them. */
export function ClinicAppList({ apps, asked }: ClinicAppListProps): ReactNode {
  const [open, setOpen] = useState<OpenDialog | null>(null);
  const [opened, setOpened] = useState(asked);
  if (asked !== opened) {
    setOpened(asked);
    const app = apps.find(({ id }) => id === asked?.appId);
    if (app !== undefined) setOpen(edited(app));
  }
  const [tested, setTested] = useState<string | null>(null);
  const [moved, setMoved] = useState('');
  const request = useConfirmedRequest();
  const addButton = useRef<HTMLButtonElement>(null);
  const close = (): void => setOpen(null);

  async function move(app: Row, to: 'up' | 'down', pressed: HTMLElement): Promise<void> {
    const place = apps.indexOf(app) + 1 + (to === 'up' ? -1 : 1);
    const answer = await request.send(() => window.clinic.moveClinicApp({ appId: app.id, to }));
    if (!answer.ok) return;
    setMoved(
      say('{name} is now {place} of {count}.', { name: app.name, place, count: apps.length }),
    );
    // A row that was put elsewhere in the page has lost the focus.
    pressed.focus();
  }

  async function test(app: Row): Promise<void> {
    setTested(app.id);
    const answer = await request.send(() =>
      window.clinic.testClinicApp({ settings: sentClinicApp(app) }),
    );
    setTested(null);
    if (answer.ok) setOpen({ kind: 'tested', app, finding: answer.finding });
  }

  function act(action: ClinicAppAction, app: Row, pressed: HTMLElement): void {
    switch (action) {
      case 'edit':
        setOpen(edited(app));
        break;
      case 'remove':
        setOpen({ kind: 'remove', app });
        break;
      case 'test':
        if (!request.busy) void test(app);
        break;
      case 'up':
      case 'down':
        void move(app, action, pressed);
    }
  }

  return (
    <>
      <div className={classes(layout['between'], tab['top'])}>
        <p className={classes(layout['soft'], tab['intro'])}>
          {say(
            'The web systems that staff work in. They open in guarded windows of this app, and their sign-ins end with the session.',
          )}
        </p>
        <Button
          ref={addButton}
          look="primary"
          icon={Plus}
          onClick={() => setOpen({ kind: 'pick' })}
        >
          {say('Add clinic app')}
        </Button>
      </div>
      <Problem text={request.problem} />
      {apps.length === 0 ? (
        <div className={classes(layout['framed'], layout['column'], styles['none'])}>
          <img src={illustration} alt="" width={240} height={180} />
          <h2>{say('No clinic apps yet')}</h2>
          <p>
            {say(
              'Add your practice management, prescribing and results portals, and locking this computer locks them too. In the computer’s browser they would stay signed in.',
            )}
          </p>
        </div>
      ) : (
        <ul className={layout['framed']} aria-label={say('Clinic apps')}>
          {apps.map((app, index) => (
            <ClinicAppRow
              key={app.id}
              app={app}
              isFirst={index === 0}
              isLast={index === apps.length - 1}
              isTested={tested === app.id}
              onAction={(action, pressed) => act(action, app, pressed)}
            />
          ))}
        </ul>
      )}
      <p className={layout['onlySpoken']} aria-live="polite">
        {moved}
      </p>
      {open?.kind === 'pick' && (
        <ClinicAppPicker onPicked={(listed) => setOpen(added(listed))} onClose={close} />
      )}
      {open?.kind === 'form' && <ClinicAppForm {...open} onClose={close} />}
      {open?.kind === 'tested' && (
        <ClinicAppTest
          {...open}
          onAllow={(host) => setOpen(edited(open.app, { finding: open.finding, host }))}
          onClose={close}
        />
      )}
      {open?.kind === 'remove' && (
        <Confirmation
          title={say('Remove {name}?', { name: open.app.name })}
          description={say(
            'Its window closes at once, and the sign-ins that members saved for it are deleted. The site itself is not changed.',
          )}
          action={say('Remove')}
          ask={() => window.clinic.removeClinicApp({ appId: open.app.id })}
          onClose={() => {
            close();
            // The button that opened the question may have gone with its row.
            requestAnimationFrame(() => {
              if (document.activeElement === document.body) addButton.current?.focus();
            });
          }}
        />
      )}
      {request.confirmation}
    </>
  );
}
