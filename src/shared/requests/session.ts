import { z } from 'zod';
import type { Answer, Done } from './answers.js';
import { nothing } from './inputs.js';
import { answers, request, requestsFrom } from './request.js';
import { WANTED_TABS } from './settings-tab.js';
import type { PushedView } from './views.js';

const byAnyone = requestsFrom({
  windows: ['main', 'settings', 'warning', 'bar'],
  access: 'anyone',
});
const byMember = requestsFrom({ windows: ['main'], access: 'member' });

/** The requests about what a window shows, and the requests that end or extend a session. */
export const SESSION_REQUESTS = {
  readView: byAnyone({}, answers<PushedView>()),
  /** The window has painted the view with this number. */
  viewShown: byAnyone({ sequence: z.int().min(0) }, answers<Done>()),
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
  switchUser: byMember({}, answers<Done>()),
  staySignedIn: request({
    windows: ['warning'],
    access: 'member',
    input: nothing,
    answer: answers<Done>(),
  }),
  acknowledgeNotice: byMember({ noticeId: z.int().min(1) }, answers<Done>()),
  openSettings: request({
    windows: ['main'],
    access: 'administrator',
    recentPassword: true,
    input: z.strictObject({ tab: z.enum(WANTED_TABS) }),
    answer: answers<Answer<'passwordRequired'>>(),
  }),
};
