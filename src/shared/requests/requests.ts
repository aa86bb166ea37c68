import type { z } from 'zod';
import { AUDIT_LOG_REQUESTS } from './audit-log.js';
import { BAR_REQUESTS } from './bar.js';
import { CHECK_UP_REQUESTS } from './check-up.js';
import { CLINIC_APP_REQUESTS } from './clinic-apps.js';
import { CLINIC_REQUESTS } from './clinic.js';
import { HELP_REQUESTS } from './help.js';
import { MEMBER_REQUESTS } from './members.js';
import { OWN_SECURITY_REQUESTS } from './own-security.js';
import { POLICY_REQUESTS } from './policy.js';
import { QUICK_SIGN_IN_REQUESTS } from './quick-sign-in.js';
import { SESSION_REQUESTS } from './session.js';
import { SIGN_IN_REQUESTS } from './sign-in.js';
import type { PushedView } from './views.js';
import { WORKSTATION_REQUESTS } from './workstation.js';

/* All requests that a window can send to main. A new one needs a definition here and a handler in main. */

export const REQUESTS = {
  ...SESSION_REQUESTS,
  ...SIGN_IN_REQUESTS,
  ...QUICK_SIGN_IN_REQUESTS,
  ...OWN_SECURITY_REQUESTS,
  ...POLICY_REQUESTS,
  ...MEMBER_REQUESTS,
  ...CLINIC_REQUESTS,
  ...AUDIT_LOG_REQUESTS,
  ...WORKSTATION_REQUESTS,
  ...CHECK_UP_REQUESTS,
  ...HELP_REQUESTS,
  ...CLINIC_APP_REQUESTS,
  ...BAR_REQUESTS,
};

export type RequestName = keyof typeof REQUESTS;
export const REQUEST_NAMES = Object.keys(REQUESTS) as readonly RequestName[];

export type RequestInput<Name extends RequestName> = z.input<(typeof REQUESTS)[Name]['input']>;
export type RequestAnswer<Name extends RequestName> = (typeof REQUESTS)[Name]['answer'];

/** What the preload bridge offers each window: one method for each request, and the pushed views. */
export type Bridge = {
  readonly [Name in RequestName]: (input: RequestInput<Name>) => Promise<RequestAnswer<Name>>;
} & {
  /** Calls the listener with each new view; returns a function that stops it. */
  readonly onView: (listener: (pushed: PushedView) => void) => () => void;
};
