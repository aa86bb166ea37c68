import { z } from 'zod';
import type { Answer, Done } from './answers.js';
import { nothing } from './inputs.js';
import { answers, request } from './request.js';
import { WANTED_TABS } from './settings-tab.js';
import type { PushedView } from './views.js';

/** The requests about what a window shows, and the requests that end or extend a session. */
export const SESSION_REQUESTS = {
  readView: request({
    windows: ['main', 'settings', 'warning', 'bar'],
    access: 'anyone',
    input: nothing,
    answer: answers<PushedView>(),
  }),
  /** The window has painted the view with this number. */
  viewShown: request({
    windows: ['main', 'settings', 'warning', 'bar'],
    access: 'anyone',
    input: z.strictObject({ sequence: z.int().min(0) }),
    answer: answers<Done>(),
  }),
  lockNow: request({
    windows: ['main', 'settings', 'warning', 'bar'],
    access: 'member',
    input: nothing,
    answer: answers<Done>(),
  }),
  signOut: request({
    windows: ['main', 'warning'],
    access: 'member',
    input: nothing,
    answer: answers<Done>(),
  }),
  switchUser: request({
    windows: ['main'],
    access: 'member',
    input: nothing,
    answer: answers<Done>(),
  }),
  staySignedIn: request({
    windows: ['warning'],
    access: 'member',
    input: nothing,
    answer: answers<Done>(),
  }),
  acknowledgeNotice: request({
    windows: ['main'],
    access: 'member',
    input: z.strictObject({ noticeId: z.int().min(1) }),
    answer: answers<Done>(),
  }),
  openSettings: request({
    windows: ['main'],
    access: 'administrator',
    recentPassword: true,
    input: z.strictObject({ tab: z.enum(WANTED_TABS) }),
    answer: answers<Answer<'passwordRequired'>>(),
  }),
};
