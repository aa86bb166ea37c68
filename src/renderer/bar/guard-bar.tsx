import type { ReactNode } from 'react';
import { type BarView, PANEL_HEIGHT, STRIP_HEIGHT } from '../../shared/clinic-apps/guard-bar.js';
import layout from '../ui/styles/layout.module.css';
import { spokenChanges } from './bar-words.js';
import { DownloadsPanel } from './panels/downloads-panel.js';
import { DraftPanel } from './panels/draft-panel.js';
import { FindStrip } from './strips/find-strip.js';
import styles from './guard-bar.module.css';
import { MessageStrip } from './strips/message-strip.js';
import { PageNotice } from './strips/page-notice.js';
import { QuestionStrip } from './strips/question-strip.js';
import { SignInPanel } from './panels/sign-in-panel.js';
import { TopBar } from './top-bar/top-bar.js';

/**
 * All that a guarded window shows of ours: the bar, what is open below it, and the reason where the
 * page can't be shown. Main places the page by `barHeight` of the contract, so heights are from there.
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
        {/* Always there, so that a screen reader hears what comes into it. */}
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
  // There is room for the panel alone: what has to be read at once takes some of it.
  const strips = [question !== null, message !== null].filter(Boolean).length;
  const height = PANEL_HEIGHT - strips * STRIP_HEIGHT;
  switch (panel) {
    case 'none':
      return null;
    case 'find':
      return <FindStrip found={found} />;
    case 'downloads':
      return <DownloadsPanel downloads={downloads} height={height} />;
    case 'signIn':
      return <SignInPanel view={view} height={height} />;
    case 'draft':
      return draft === null ? null : (
        <DraftPanel key={draft.typedAt} draft={draft} height={height} />
      );
  }
}
