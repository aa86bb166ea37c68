import { z } from 'zod';
import { BAR_PANELS, SITE_COMMANDS } from '../clinic-apps/guard-bar.js';
import type { Answer, Done, NotWritten, SaveAnswer } from './answers.js';
import { password } from './inputs.js';
import { answers, requestsFrom } from './request.js';

const downloadId = z.int().min(1);

const byMember = requestsFrom({ windows: ['bar'], access: 'member' });

/** What the bar of a guarded window asks main to do with the page below it. */
export const BAR_REQUESTS = {
  commandSite: byMember({ command: z.enum(SITE_COMMANDS) }, answers<Done>()),
  openBarPanel: byMember({ panel: z.enum(BAR_PANELS) }, answers<Done>()),
  findInSite: byMember(
    {
      text: z.string().max(200),
      forward: z.boolean(),
      again: z.boolean(),
    },
    answers<Done>(),
  ),
  answerBarQuestion: byMember({ yes: z.boolean() }, answers<Done>()),
  dismissBarMessage: byMember({}, answers<Done>()),
  saveDownload: byMember({ downloadId }, answers<SaveAnswer<'fileFailed'>>()),
  removeDownload: byMember({ downloadId }, answers<Done>()),
  saveSiteSignIn: byMember(
    { userName: z.string().trim().min(1).max(320), password },
    answers<Answer<NotWritten>>(),
  ),
  forgetSiteSignIn: byMember({}, answers<Answer<NotWritten>>()),
  /**
   * `noFields`: the page has no fields for a user name or a password. `notTaken`: the page does not hold
   * what was filled in.
   */
  fillSiteSignIn: byMember(
    {},
    answers<Answer<'noSignInSaved' | 'otherSite' | 'noFields' | 'notTaken'>>(),
  ),
  copyDraftField: byMember({ index: z.int().min(0) }, answers<Done>()),
  discardDraft: byMember({}, answers<Answer<NotWritten>>()),
};
