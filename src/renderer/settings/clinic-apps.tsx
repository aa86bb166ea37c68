import { Plus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { NEW_CLINIC_APP, type SiteFinding } from '../../contract/clinic-app.js';
import { aroundOwnPart, type ListedApp } from '../../contract/clinic-app-catalogue.js';
import type { ClinicAppRow, SettingsView } from '../../contract/views.js';
import { Button } from '../ui/button.js';
import { Problem } from '../ui/callout.js';
import { Card } from '../ui/card.js';
import { useConfirmedRequest } from '../ui/confirmed-request.js';
import { SelectField } from '../ui/select-field.js';
import { Switch } from '../ui/switch.js';
import { type ClinicAppDraft, draftClinicApp, sentClinicApp } from './clinic-app-draft.js';
import { ClinicAppForm } from './clinic-app-form.js';
import { type ClinicAppAction, ClinicAppList } from './clinic-app-list.js';
import { ClinicAppPicker } from './clinic-app-picker.js';
import { KEEP_DRAFTS_EXPLANATION, reopenOptions } from './clinic-app-words.js';
import styles from './members.module.css';
import { RemoveClinicApp } from './remove-clinic-app.js';
import { SettingsForm } from './settings-form.js';
import { useSettingsDraft } from './use-settings-draft.js';

type Open =
  | { readonly kind: 'pick' }
  | { readonly kind: 'add'; readonly listed: ListedApp | null }
  | { readonly kind: 'edit'; readonly app: ClinicAppRow; readonly finding?: SiteFinding }
  | { readonly kind: 'remove'; readonly app: ClinicAppRow };

/** The web systems that staff open in guarded windows. */
export function ClinicApps({ view }: { readonly view: SettingsView }): ReactNode {
  const { clinicApps, clinicAppRules } = view;
  const [open, setOpen] = useState<Open | null>(null);
  const [testing, setTesting] = useState<string | null>(null);
  const request = useConfirmedRequest();
  const close = (): void => setOpen(null);
  const settings = useSettingsDraft(clinicAppRules, {
    draftOf: (rules) => rules,
    draftedFrom: (rules) => rules,
    areSame: (one, other) =>
      one.keepDrafts === other.keepDrafts && one.reopenWithinHours === other.reopenWithinHours,
    save: (rules) => window.clinic.saveClinicAppRules({ rules }),
  });
  const { draft, edit } = settings;

  async function test(app: ClinicAppRow): Promise<void> {
    setTesting(app.id);
    const answer = await request.send(() =>
      window.clinic.testClinicApp({ settings: sentClinicApp(app) }),
    );
    setTesting(null);
    if (answer.ok) setOpen({ kind: 'edit', app, finding: answer.finding });
  }

  function act(action: ClinicAppAction, app: ClinicAppRow): void {
    if (action === 'edit' || action === 'remove') setOpen({ kind: action, app });
    else if (action === 'test') void test(app);
    else void request.send(() => window.clinic.moveClinicApp({ appId: app.id, to: action }));
  }

  return (
    <>
      <SettingsForm settings={settings}>
        <div className={styles['top']}>
          <p className={styles['intro']}>
            Staff work in these in windows of this app, so that the end of a session ends their
            sign-ins there too.
          </p>
          <Button look="primary" icon={Plus} onClick={() => setOpen({ kind: 'pick' })}>
            Add clinic app
          </Button>
        </div>
        <Problem text={request.problem} />
        <ClinicAppList apps={clinicApps} testing={testing} onAction={act} />
        <Card
          title="When staff come back"
          description="What a member finds after the next sign-in. Nobody else sees anything of it."
        >
          <SelectField
            label="Offer what was open"
            value={draft.reopenWithinHours}
            options={reopenOptions(clinicAppRules.reopenWithinHours)}
            onValue={(reopenWithinHours) => edit({ ...draft, reopenWithinHours })}
          />
          <Switch
            label="Keep drafts of typed text"
            explanation={KEEP_DRAFTS_EXPLANATION}
            checked={draft.keepDrafts}
            onChecked={(keepDrafts) => edit({ ...draft, keepDrafts })}
          />
        </Card>
      </SettingsForm>
      {open?.kind === 'pick' && (
        <ClinicAppPicker onPicked={(listed) => setOpen({ kind: 'add', listed })} onClose={close} />
      )}
      {open?.kind === 'add' && (
        <ClinicAppForm
          title="Add clinic app"
          appId={null}
          first={draftOf(open.listed)}
          {...(open.listed === null ? {} : { listed: open.listed })}
          onClose={close}
        />
      )}
      {open?.kind === 'edit' && (
        <ClinicAppForm
          title={`Edit ${open.app.name}`}
          appId={open.app.id}
          first={draftClinicApp(open.app)}
          {...(open.finding === undefined ? {} : { finding: open.finding })}
          onClose={close}
        />
      )}
      {open?.kind === 'remove' && <RemoveClinicApp app={open.app} onClose={close} />}
      {request.confirmation}
    </>
  );
}

/** The form's beginning for something from the list, or for something else. */
function draftOf(listed: ListedApp | null): ClinicAppDraft {
  if (listed === null) return draftClinicApp(NEW_CLINIC_APP);
  const { name, address, allowedHosts = [] } = listed;
  // An address with a part for the clinic is complete only with that part.
  const own = aroundOwnPart(listed) !== null;
  return draftClinicApp({ ...NEW_CLINIC_APP, name, address: own ? '' : address, allowedHosts });
}
