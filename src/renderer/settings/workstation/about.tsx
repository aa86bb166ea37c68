import type { ReactNode } from 'react';
import type { Policy } from '../../../shared/policy/policy.js';
import type { SettingsView } from '../../../shared/requests/views.js';
import { say } from '../../../shared/words/say.js';
import { Callout } from '../../ui/callout.js';
import { Card } from '../../ui/card.js';
import layout from '../../ui/styles/layout.module.css';
import { Wordmark } from '../../ui/wordmark.js';
import { SettingsForm } from '../settings-form.js';
import { useSettingsDraft } from '../use-settings-draft.js';
import { diagnosticsInWords, SaveDiagnostics } from './save-diagnostics.js';
import { StaffHelp } from './staff-help.js';
import { Updates } from './updates.js';

/** What someone who helps with this installation needs to know. */
export function About({ view }: { readonly view: SettingsView }): ReactNode {
  const { about: facts, updates, managed } = view;
  const settings = useSettingsDraft<Policy, Policy>(view.policy, {
    draftOf: (policy) => policy,
    draftedFrom: (policy) => policy,
    save: (policy, openedWith) => window.clinic.savePolicy({ policy, openedWith }),
  });
  return (
    <SettingsForm settings={settings}>
      <Card title={say('About this app')}>
        <Wordmark />
        <dl className={layout['facts']}>
          <dt>{say('Version')}</dt>
          <dd>{facts.version}</dd>
          {/* Names of products are the same in every language. */}
          <dt>{'Electron'}</dt>
          <dd>{facts.electron}</dd>
          <dt>{'Chrome'}</dt>
          <dd>{facts.chrome}</dd>
          <dt>{'Node.js'}</dt>
          <dd>{facts.node}</dd>
          <dt>{say('Platform')}</dt>
          <dd>{facts.platform}</dd>
          <dt>{say('Keychain')}</dt>
          <dd>{facts.keychain}</dd>
          <dt>{say('Installation')}</dt>
          <dd>{facts.installation}</dd>
        </dl>
        {!facts.pinnedRuntime && (
          <Callout tone="warning">
            {say(
              'This is a development runtime. Releases use the Electron version that the project pins.',
            )}
          </Callout>
        )}
      </Card>
      <Updates facts={updates} />
      <StaffHelp
        policy={settings.draft}
        managed={managed.restrictions.locked.includes('helpAddress')}
        onPolicy={settings.edit}
      />
      <Diagnostics />
    </SettingsForm>
  );
}

function Diagnostics(): ReactNode {
  return (
    <Card title={say('Diagnostics')} description={diagnosticsInWords()}>
      <SaveDiagnostics />
    </Card>
  );
}
