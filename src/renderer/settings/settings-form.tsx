import { CircleCheck, CircleDot } from 'lucide-react';
import type { ReactNode } from 'react';
import { say } from '../../shared/words/say.js';
import { Button } from '../ui/button.js';
import { Problem } from '../ui/callout.js';
import { classes } from '../ui/classes.js';
import layout from '../ui/styles/layout.module.css';
import styles from './settings-form.module.css';
import { TabPage } from './tab-page.js';
import type { SettingsDraft } from './use-settings-draft.js';

interface SettingsFormProps {
  readonly settings: Omit<SettingsDraft<unknown>, 'draft' | 'edit'>;
  readonly children: ReactNode;
}

/** A tab whose settings are edited as a draft, with the bar that saves them. */
export function SettingsForm({ settings, children }: SettingsFormProps): ReactNode {
  return (
    <form
      noValidate
      className={styles['tab']}
      onSubmit={(event) => {
        event.preventDefault();
        settings.save();
      }}
    >
      <TabPage>{children}</TabPage>
      <SaveBar settings={settings} />
      {settings.request.confirmation}
    </form>
  );
}

/** Always at the bottom of the window: whether something is unsaved, and the button to save it. */
function SaveBar({ settings }: Pick<SettingsFormProps, 'settings'>): ReactNode {
  const { isDirty, isValid, isSaved, discard } = settings;
  const { busy, problem } = settings.request;
  return (
    <div className={styles['bar']}>
      <div className={classes(layout['page'], styles['inner'])}>
        <Problem text={problem} />
        <div className={classes(layout['row'], styles['line'])}>
          <p className={styles['unsaved']}>
            {isDirty && !busy && (
              <>
                <CircleDot size={18} aria-hidden /> {say('Unsaved changes')}
              </>
            )}
          </p>
          <p role="status" className={styles['saved']}>
            {isSaved && !isDirty && (
              <>
                <CircleCheck size={18} aria-hidden /> {say('Saved')}
              </>
            )}
          </p>
          {isDirty && !busy && (
            <Button look="quiet" onClick={discard}>
              {say('Discard changes')}
            </Button>
          )}
          <Button type="submit" look="primary" busy={busy} disabled={!isDirty || !isValid}>
            {say('Save changes')}
          </Button>
        </div>
      </div>
    </div>
  );
}
