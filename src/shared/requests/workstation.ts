import type { Answer, Done, SaveAnswer } from './answers.js';
import { answers, byAdministrator } from './request.js';
import type { ActivityTestResult } from './views.js';

/** What administrators look at and do on this computer. */
export const WORKSTATION_REQUESTS = {
  /** Takes six seconds, in which nobody may touch the computer. */
  testActivity: byAdministrator({}, answers<Done & { readonly result: ActivityTestResult }>()),
  /** Asks where to save a diagnostics file, which names nobody. */
  saveDiagnostics: byAdministrator({}, answers<SaveAnswer<'diagnosticsFailed'>>()),
  /** Ends the session first: an update never replaces an app that somebody is working with. */
  restartAndUpdate: byAdministrator({}, answers<Answer<'noUpdateReady'>>()),
};
