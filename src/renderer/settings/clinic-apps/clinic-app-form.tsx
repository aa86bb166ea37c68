import { type ReactNode, useRef, useState } from 'react';
import type { SiteFinding } from '../../../shared/clinic-apps/clinic-app.js';
import type { ListedApp } from '../../../shared/clinic-apps/clinic-app-catalogue.js';
import { say } from '../../../shared/words/say.js';
import { Button } from '../../ui/button.js';
import { Problem } from '../../ui/callout.js';
import { useConfirmedRequest } from '../../ui/dialogs/confirmed-request.js';
import { Actions, Dialog } from '../../ui/dialogs/dialog.js';
import { RequestForm } from '../../ui/request-form.js';
import { type ClinicAppDraft, hostsToAllow, withHost } from './clinic-app-draft.js';
import { ClinicAppFields } from './clinic-app-fields.js';
import { ClinicAppFinding } from './clinic-app-finding.js';
import layout from '../../ui/styles/layout.module.css';
import styles from './clinic-app-form.module.css';
import { useClinicAppForm } from './use-clinic-app-form.js';

export interface ClinicAppFormProps {
  /** `null`: it is a new one. */
  readonly appId: string | null;
  /** What the form begins with. What is typed stays, whatever main says meanwhile. */
  readonly first: ClinicAppDraft;
  /** The listed system that was picked, or `null`. */
  readonly listed: ListedApp | null;
  /** What a test found that was made before, or `null`. */
  readonly finding: SiteFinding | null;
  readonly onClose: () => void;
}

/** Adds a clinic app, or changes one. */
export function ClinicAppForm(props: ClinicAppFormProps): ReactNode {
  const { appId, first, listed, onClose } = props;
  const element = useRef<HTMLFormElement>(null);
  const form = useClinicAppForm(first, element);
  const { draft, edit } = form;
  const [finding, setFinding] = useState(props.finding);
  const saving = useConfirmedRequest();
  const testing = useConfirmedRequest();
  const testButton = useRef<HTMLButtonElement>(null);

  function changeAddress(address: string): void {
    // What was found at another address says nothing about this one.
    setFinding(null);
    edit({ ...draft, address });
  }

  async function save(): Promise<void> {
    const settings = form.check();
    if (settings === null) return;
    const answer = await saving.send(() => window.clinic.saveClinicApp({ appId, settings }));
    if (answer.ok) onClose();
  }

  async function test(): Promise<void> {
    const settings = form.check();
    if (settings === null) return;
    setFinding(null);
    const answer = await testing.send(() => window.clinic.testClinicApp({ settings }));
    if (answer.ok) setFinding(answer.finding);
  }

  return (
    <Dialog
      title={appId === null ? say('Add clinic app') : say('Edit {name}', { name: first.name })}
      wide
      // Whoever comes from a test goes on from what it found.
      firstFocus={props.finding === null ? undefined : testButton}
      onClose={onClose}
    >
      <RequestForm ref={element} onSend={save}>
        <ClinicAppFields form={form} listed={listed} onAddress={changeAddress} />
        <div className={layout['column']}>
          <Problem text={saving.problem ?? testing.problem} />
          <div aria-live="polite">
            {testing.busy && (
              <p className={layout['soft']}>
                {say('It opens in a window of its own. This can take up to 20 seconds.')}
              </p>
            )}
            {finding !== null && (
              <ClinicAppFinding
                finding={finding}
                hosts={hostsToAllow(draft, finding.refusedHosts)}
                onAllow={(host) => {
                  edit(withHost(draft, host));
                  // The button that was pressed goes.
                  testButton.current?.focus();
                }}
              />
            )}
          </div>
        </div>
        <div className={styles['actions']}>
          <Actions>
            <Button onClick={onClose}>{say('Cancel')}</Button>
            <Button ref={testButton} busy={testing.busy} onClick={() => void test()}>
              {say('Test')}
            </Button>
            <Button type="submit" look="primary" busy={saving.busy}>
              {say('Save')}
            </Button>
          </Actions>
        </div>
      </RequestForm>
      {saving.confirmation}
      {testing.confirmation}
    </Dialog>
  );
}
