import type { ReactNode } from 'react';
import { type BarView, PANEL_HEIGHT, STRIP_HEIGHT } from '../../shared/clinic-apps/guard-bar.js';
import layout from '../ui/styles/layout.module.css';
import { spokenChanges } from './bar-words.js';
import { DownloadsPanel } from './panels/downloads-panel.js';
import { DraftPanel } from './panels/draft-panel.js';
import { HelpPanel } from './panels/help-panel.js';
import { FindStrip } from './strips/find-strip.js';
import styles from './guard-bar.module.css';
import { MessageStrip } from './strips/strip.js';
import { PageNotice } from './strips/page-notice.js';
import { QuestionStrip } from './strips/question-strip.js';
import { SignInPanel } from './panels/sign-in-panel.js';
import { TopBar } from './top-bar/top-bar.js';

/**
 * Everything in a guarded window that is ours: the bar, the strips and the panel below it, and the reason
 * if the page can't be shown. Main places the page by `barHeight`, so the heights come from there.
 */
export function GuardBar({ view }: { readonly view: BarView }): ReactNode {
  const { app, page, question, message } = view;
  return (
    <div className={styles['window']}>
      <TopBar view={view} />
      <p className={layout['onlySpoken']} aria-live="polite">
        {spokenChanges(view)}
      </p>
      <main className={styles['below']}>
        {question !== null && (
          <QuestionStrip key={JSON.stringify(question)} question={question} appName={app.name} />
        )}
        {/* Always in the DOM: a screen reader announces text only in a region that exists already. */}
        <div role="status">{message !== null && <MessageStrip text={message} />}</div>
        <OpenPanel view={view} />
        {page.state !== 'shown' && (
          <PageNotice key={JSON.stringify(page)} view={view} page={page} />
        )}
      </main>
    </div>
  );
}

function OpenPanel({ view }: { readonly view: BarView }): ReactNode {
  const { panel, question, message, found, downloads, draft } = view;
  if (panel === 'none' || (panel === 'draft' && draft === null)) return null;
  if (panel === 'find') return <FindStrip found={found} />;
  // Main leaves room for the panel only, so the strips take their height from the panel.
  const strips = [question !== null, message !== null].filter(Boolean).length;
  return (
    <div className={styles['panel']} style={{ height: PANEL_HEIGHT - strips * STRIP_HEIGHT }}>
      {panel === 'downloads' && <DownloadsPanel downloads={downloads} />}
      {panel === 'signIn' && <SignInPanel view={view} />}
      {panel === 'help' && <HelpPanel />}
      {panel === 'draft' && draft !== null && <DraftPanel key={draft.typedAt} draft={draft} />}
    </div>
  );
}
