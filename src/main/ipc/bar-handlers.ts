import type { WebContents } from 'electron';
import type { BAR_REQUESTS } from '../../shared/requests/bar.js';
import type { SiteSignInKeeper } from '../clinic-apps/site-sign-in-keeper.js';
import type { DraftKeeper } from '../clinic-apps/draft-keeper.js';
import type { ClinicAppJournal } from '../clinic-apps/journal.js';
import type { SessionRunner } from '../session/runner.js';
import type { GuardedWindow } from '../guarded/guarded-window.js';
import type { GuardedWindows } from '../guarded/guarded-windows.js';
import { DONE, saveAnswer, writing } from './answers.js';
import type { DocumentsOf, HandlersOf } from './gate.js';
import { refusal } from './messages.js';

export interface BarHandlerParts {
  readonly guarded: GuardedWindows;
  readonly siteSignIns: SiteSignInKeeper;
  readonly drafts: DraftKeeper;
  readonly clinicAppJournal: ClinicAppJournal;
  readonly documents: DocumentsOf;
  readonly runner: SessionRunner;
}

/** Requests from the bar of a guarded window, about the page below the bar. */
export function barHandlers(parts: BarHandlerParts): HandlersOf<typeof BAR_REQUESTS> {
  const { guarded, siteSignIns, drafts, clinicAppJournal, documents, runner } = parts;

  return {
    commandSite: ({ command }, { contents }) => told(contents, (window) => window.command(command)),
    openBarPanel: ({ panel }, { contents }) => told(contents, (window) => window.openPanel(panel)),
    findInSite: ({ text, forward, again }, { contents }) =>
      told(contents, (window) => window.controls.find(text, forward, again)),
    answerBarQuestion: ({ yes }, { contents }) => told(contents, (window) => window.answer(yes)),
    dismissBarMessage: (_input, { contents }) => told(contents, (window) => window.say(null)),

    saveDownload: async ({ downloadId }, { contents, member }) => {
      const window = guarded.of(contents);
      const file = window?.downloads.find(downloadId) ?? null;
      if (window === undefined || file === null) return refusal('fileFailed');
      const { generation } = runner.state;
      // The dialog may outlive the session: its file is deleted then, and must not be written.
      const mayStill = (): boolean => runner.state.generation === generation;
      const outcome = await documents(contents).saveCopy(file.path, file.fileName, mayStill);
      if (outcome === 'saved')
        clinicAppJournal.record('download.saved', member.id, window.app.name);
      return saveAnswer(outcome, 'fileFailed');
    },
    removeDownload: ({ downloadId }, { contents }) =>
      told(contents, (window) => window.downloads.remove(downloadId)),

    saveSiteSignIn: ({ userName, password }, { contents, member }) =>
      writing(() =>
        told(contents, ({ app, isTest, bar }) => {
          if (isTest) return;
          siteSignIns.save(member.id, app, { userName, password });
          bar.refresh();
        }),
      ),
    forgetSiteSignIn: (_input, { contents, member }) =>
      writing(() =>
        told(contents, ({ app, bar }) => {
          siteSignIns.forget(member.id, app);
          bar.refresh();
        }),
      ),
    fillSiteSignIn: async (_input, { contents, member }) => {
      const window = guarded.of(contents);
      const saved = window === undefined ? null : siteSignIns.read(member.id, window.app);
      if (window === undefined || saved === null) return refusal('noSignInSaved');
      const outcome = await window.fillSignIn(saved.userName, saved.password);
      return outcome === 'filled' ? DONE : refusal(outcome);
    },

    copyDraftField: ({ index }, { contents }) =>
      told(contents, ({ bar }) => {
        const field = bar.state.draft?.fields[index];
        if (field !== undefined) guarded.copy(field.text);
      }),
    discardDraft: (_input, { contents, member }) =>
      writing(() =>
        told(contents, (window) => {
          drafts.discard(member.id, window.app.id, window.address);
          window.bar.showDraft(null);
        }),
      ),
  };

  /** Acts on the window of the bar. Does nothing if the window was closed meanwhile. */
  function told(contents: WebContents, what: (window: GuardedWindow) => void): typeof DONE {
    const window = guarded.of(contents);
    if (window !== undefined) what(window);
    return DONE;
  }
}
