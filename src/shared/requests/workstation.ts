import type { Answer, Done, SaveAnswer } from './answers.js';
import { nothing } from './inputs.js';
import { answers, request } from './request.js';
import type { ActivityTestResult } from './views.js';

/** What administrators look at and do on this computer. */
export const WORKSTATION_REQUESTS = {
  /** Takes six seconds, in which nobody may touch the computer. */
  testActivity: request({
    windows: ['settings'],
    access: 'administrator',
    input: nothing,
    answer: answers<Done & { readonly result: ActivityTestResult }>(),
  }),
  /** Asks where to save a diagnostics file, which names nobody. */
  saveDiagnostics: request({
    windows: ['settings'],
    access: 'administrator',
    input: nothing,
    answer: answers<SaveAnswer<'diagnosticsFailed'>>(),
  }),
  /** Ends the session first: an update never replaces an app that somebody is working with. */
  restartAndUpdate: request({
    windows: ['settings'],
    access: 'administrator',
    input: nothing,
    answer: answers<Answer<'noUpdateReady'>>(),
  }),
};
