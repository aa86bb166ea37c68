import type { ReactNode } from 'react';
import type { Policy } from '../../contract/policy.js';
import { minutesProblem } from '../ui/timeout-draft.js';
import { ImportSettings } from './import-settings.js';
import { draftedPolicy, draftPolicy, samePolicy } from './policy-draft.js';
import { PolicyForm } from './policy-form.js';
import { SettingsForm } from './settings-form.js';
import { useSettingsDraft } from './use-settings-draft.js';

/** The rules for when a session ends. */
export function SessionTimeout({ policy }: { readonly policy: Policy }): ReactNode {
  const settings = useSettingsDraft(policy, {
    draftOf: draftPolicy,
    draftedFrom: draftedPolicy,
    areSame: samePolicy,
    save: (changed) => window.clinic.savePolicy({ policy: changed }),
  });
  const { draft, edit, discard } = settings;

  return (
    <SettingsForm settings={settings}>
      <PolicyForm draft={draft} onDraft={edit} minutesProblem={minutesProblem(draft.timeout)} />
      <ImportSettings policy={policy} onImported={discard} />
    </SettingsForm>
  );
}
