import type { ReactNode } from 'react';
import type { AboutFacts } from '../../contract/views.js';
import { Callout } from '../ui/callout.js';
import { Card } from '../ui/card.js';
import layout from '../ui/layout.module.css';
import { Wordmark } from '../ui/wordmark.js';
import { TabPage } from './tab-page.js';

/** What someone who helps with this installation needs to know. */
export function About({ facts }: { readonly facts: AboutFacts }): ReactNode {
  return (
    <TabPage>
      <Card title="About this app">
        <Wordmark />
        <dl className={layout['facts']}>
          <dt>Version</dt>
          <dd>{facts.version}</dd>
          <dt>Electron</dt>
          <dd>{facts.electron}</dd>
          <dt>Chrome</dt>
          <dd>{facts.chrome}</dd>
          <dt>Node.js</dt>
          <dd>{facts.node}</dd>
          <dt>Platform</dt>
          <dd>{facts.platform}</dd>
          <dt>Keychain</dt>
          <dd>{facts.keychain}</dd>
          <dt>Installation</dt>
          <dd>{facts.installation}</dd>
        </dl>
        {!facts.pinnedRuntime && (
          <Callout tone="warning">
            This is a development runtime. Releases use the Electron version that the project pins.
          </Callout>
        )}
      </Card>
    </TabPage>
  );
}
