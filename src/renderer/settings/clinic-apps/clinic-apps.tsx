import type { ReactNode } from 'react';
import type { ClinicAppRules } from '../../../shared/clinic-apps/clinic-app.js';
import type { SettingsView } from '../../../shared/requests/views.js';
import { say } from '../../../shared/words/say.js';
import { Card } from '../../ui/card.js';
import { SelectField } from '../../ui/fields/select-field.js';
import { Switch } from '../../ui/fields/choice.js';
import { type AskedApp, ClinicAppList } from './clinic-app-list.js';
import { keepDraftsExplanation, reopenOptions } from './clinic-app-words.js';
import columns from '../columns.module.css';
import { SettingsForm } from '../settings-form.js';
import { useSettingsDraft } from '../use-settings-draft.js';

/** The web systems that staff work in, and what is kept of them between sessions. */
export function ClinicApps({
  view,
  asked,
}: {
  readonly view: SettingsView;
  readonly asked: AskedApp | null;
}): ReactNode {
  const settings = useSettingsDraft<ClinicAppRules, ClinicAppRules>(view.clinicAppRules, {
    draftOf: (rules) => rules,
    draftedFrom: (rules) => rules,
    save: (rules) => window.clinic.saveClinicAppRules({ rules }),
  });
  const { draft, edit } = settings;

  return (
    <SettingsForm settings={settings}>
      <ClinicAppList apps={view.clinicApps} asked={asked} />
      <Card
        title={say('When staff come back')}
        description={say(
          'Sites always ask to sign in again. What can be kept is the place and the words, for the same member alone.',
        )}
      >
        <div className={columns['columns']}>
          <SelectField
            label={say('Offer what was open')}
            help={say(
              'After a session, its member is offered to open the same apps at the same pages.',
            )}
            value={draft.reopenWithinHours}
            options={reopenOptions(view.clinicAppRules.reopenWithinHours)}
            onValue={(reopenWithinHours) => edit({ ...draft, reopenWithinHours })}
          />
          <Switch
            label={say('Keep drafts of typed text')}
            explanation={keepDraftsExplanation()}
            checked={draft.keepDrafts}
            onChosen={(keepDrafts) => edit({ ...draft, keepDrafts })}
          />
        </div>
      </Card>
    </SettingsForm>
  );
}
