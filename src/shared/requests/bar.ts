import { z } from 'zod';
import { BAR_PANELS, SITE_COMMANDS } from '../clinic-apps/guard-bar.js';
import type { Answer, Done, SaveAnswer } from './answers.js';
import { nothing, password } from './inputs.js';
import { answers, request } from './request.js';

const downloadId = z.int().min(1);

/** What the bar of a guarded window asks main to do with the page below it. */
export const BAR_REQUESTS = {
  commandSite: request({
    windows: ['bar'],
    access: 'member',
    input: z.strictObject({ command: z.enum(SITE_COMMANDS) }),
    answer: answers<Done>(),
  }),
  openBarPanel: request({
    windows: ['bar'],
    access: 'member',
    input: z.strictObject({ panel: z.enum(BAR_PANELS) }),
    answer: answers<Done>(),
  }),
  findInSite: request({
    windows: ['bar'],
    access: 'member',
    input: z.strictObject({
      text: z.string().max(200),
      forward: z.boolean(),
      again: z.boolean(),
    }),
    answer: answers<Done>(),
  }),
  answerBarQuestion: request({
    windows: ['bar'],
    access: 'member',
    input: z.strictObject({ yes: z.boolean() }),
    answer: answers<Done>(),
  }),
  dismissBarMessage: request({
    windows: ['bar'],
    access: 'member',
    input: nothing,
    answer: answers<Done>(),
  }),
  saveDownload: request({
    windows: ['bar'],
    access: 'member',
    input: z.strictObject({ downloadId }),
    answer: answers<SaveAnswer<'fileFailed'>>(),
  }),
  removeDownload: request({
    windows: ['bar'],
    access: 'member',
    input: z.strictObject({ downloadId }),
    answer: answers<Done>(),
  }),
  saveSiteSignIn: request({
    windows: ['bar'],
    access: 'member',
    input: z.strictObject({ userName: z.string().trim().min(1).max(320), password }),
    answer: answers<Answer<'storageFailed'>>(),
  }),
  forgetSiteSignIn: request({
    windows: ['bar'],
    access: 'member',
    input: nothing,
    answer: answers<Answer<'storageFailed'>>(),
  }),
  /**
   * `noFields`: the page has no fields for a user name or a password. `notTaken`: the page does not hold
   * what was filled in.
   */
  fillSiteSignIn: request({
    windows: ['bar'],
    access: 'member',
    input: nothing,
    answer: answers<Answer<'noSignInSaved' | 'otherSite' | 'noFields' | 'notTaken'>>(),
  }),
  copyDraftField: request({
    windows: ['bar'],
    access: 'member',
    input: z.strictObject({ index: z.int().min(0) }),
    answer: answers<Done>(),
  }),
  discardDraft: request({
    windows: ['bar'],
    access: 'member',
    input: nothing,
    answer: answers<Answer<'storageFailed'>>(),
  }),
};
