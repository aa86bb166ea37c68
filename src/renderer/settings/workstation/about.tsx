import { type ReactNode, useState } from 'react';
import type { SettingsView } from '../../../shared/requests/views.js';
import { say } from '../../../shared/words/say.js';
import { Button } from '../../ui/button.js';
import { Callout, Problem } from '../../ui/callout.js';
import { Card } from '../../ui/card.js';
import layout from '../../ui/styles/layout.module.css';
import { Wordmark } from '../../ui/wordmark.js';
import { useRequest } from '../../ui/hooks/use-request.js';
import { TabPage } from '../tab-page.js';
import { Updates } from './updates.js';

/** What someone who helps with this installation needs to know. */
export function About({ view }: { readonly view: SettingsView }): ReactNode {
  const { about: facts, updates } = view;
  return (
    <TabPage>
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
      <Diagnostics />
    </TabPage>
  );
}

function Diagnostics(): ReactNode {
  const request = useRequest();
  const [saved, setSaved] = useState(false);

  async function save(): Promise<void> {
    setSaved(false);
    const answer = await request.send(() => window.clinic.saveDiagnostics({}));
    setSaved(answer.ok && answer.saved);
  }

  return (
    <Card
      title={say('Diagnostics')}
      description={say(
        'A file for whoever helps with this installation: versions, settings and the last errors. It names nobody and holds nothing of patients.',
      )}
    >
      <div className={layout['stack']}>
        <Button busy={request.busy} onClick={() => void save()}>
          {say('Save diagnostics…')}
        </Button>
        <Problem text={request.problem} />
        {saved && (
          <Callout tone="success" role="status">
            {say('The diagnostics were saved.')}
          </Callout>
        )}
      </div>
    </Card>
  );
}
