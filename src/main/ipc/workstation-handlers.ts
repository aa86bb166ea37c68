import type { WebContents } from 'electron';
import type { ActivityTestResult } from '../../shared/requests/views.js';
import type { WORKSTATION_REQUESTS } from '../../shared/requests/workstation.js';
import type { SaveOutcome } from '../ports/index.js';
import type { SessionRunner } from '../session/runner.js';
import type { UpdateKeeper } from '../updates/update-keeper.js';
import { DONE, saveAnswer } from './answers.js';
import type { HandlersOf } from './gate.js';
import { refusal } from './messages.js';

export interface WorkstationHandlerParts {
  readonly runner: Pick<SessionRunner, 'requestEnd'>;
  readonly testActivity: () => Promise<ActivityTestResult>;
  readonly updates: Pick<UpdateKeeper, 'installSoon'>;
  readonly saveDiagnostics: (asking: WebContents) => Promise<SaveOutcome>;
}

/** What administrators see and do on this computer. */
export function workstationHandlers({
  runner,
  testActivity,
  updates,
  saveDiagnostics,
}: WorkstationHandlerParts): HandlersOf<typeof WORKSTATION_REQUESTS> {
  return {
    testActivity: async () => ({ ...DONE, result: await testActivity() }),
    saveDiagnostics: async (_input, { contents }) =>
      saveAnswer(await saveDiagnostics(contents), 'diagnosticsFailed'),
    restartAndUpdate: () => {
      if (!updates.installSoon()) return refusal('noUpdateReady');
      runner.requestEnd('signOut');
      return DONE;
    },
  };
}
