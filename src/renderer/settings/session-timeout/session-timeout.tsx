import type { ReactNode } from 'react';
import type { Policy } from '../../../shared/policy/policy.js';
import type { ManagedView } from '../../../shared/requests/views.js';
import { minutesProblem } from '../../ui/fields/timeout-draft.js';
import { ImportSettings } from './import-settings.js';
import { ManagedCallout } from '../managed-callout.js';
import { draftedPolicy, draftPolicy } from './policy-draft.js';
import { PolicyForm } from './policy-form.js';
import { SettingsForm } from '../settings-form.js';
import { useSettingsDraft } from '../use-settings-draft.js';

interface SessionTimeoutProps {
  /** The one that holds on this computer. */
  readonly policy: Policy;
  readonly managed: ManagedView;
}

/** The rules for when a session ends. */
export function SessionTimeout({ policy, managed }: SessionTimeoutProps): ReactNode {
  const { restrictions } = managed;
  const mostSeconds = restrictions.mostSeconds.sessionTimeoutSeconds;
  const settings = useSettingsDraft(policy, {
    draftOf: draftPolicy,
    draftedFrom: (draft) => draftedPolicy(draft, mostSeconds),
    save: (changed) => window.clinic.savePolicy({ policy: changed }),
  });
  const { draft, edit, discard } = settings;

  return (
    <SettingsForm settings={settings}>
      <ManagedCallout managed={managed} />
      <PolicyForm
        draft={draft}
        onDraft={edit}
        minutesProblem={minutesProblem(draft.timeout, mostSeconds)}
        restrictions={restrictions}
      />
      <ImportSettings policy={policy} onImported={discard} />
    </SettingsForm>
  );
}
