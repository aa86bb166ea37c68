import type { ReactNode } from 'react';
import { SaveBar } from './save-bar.js';
import styles from './settings-form.module.css';
import { TabPage } from './tab-page.js';
import type { SettingsDraft } from './use-settings-draft.js';

interface SettingsFormProps {
  readonly settings: Pick<
    SettingsDraft<unknown>,
    'isDirty' | 'isValid' | 'isSaved' | 'request' | 'save' | 'discard'
  >;
  readonly children: ReactNode;
}

/** A tab whose settings are edited as a draft, with the bar that saves them. */
export function SettingsForm({ settings, children }: SettingsFormProps): ReactNode {
  const { isDirty, isValid, isSaved, request, save, discard } = settings;
  return (
    <form
      noValidate
      className={styles['tab']}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <TabPage>{children}</TabPage>
      <SaveBar
        isDirty={isDirty}
        isValid={isValid}
        isSaved={isSaved}
        busy={request.busy}
        problem={request.problem}
        onDiscard={discard}
      />
      {request.confirmation}
    </form>
  );
}
