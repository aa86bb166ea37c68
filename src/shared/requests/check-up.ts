import { z } from 'zod';
import type { CheckUpFacts } from '../workstation/check-up.js';
import type { Done } from './answers.js';
import { ASKED_SECURITY_PAGES } from './asked-security.js';
import { answers, byAdministrator } from './request.js';

/** What administrators ask to see what protects their clinic. */
export const CHECK_UP_REQUESTS = {
  /** Also asks this computer's system, which may take seconds. */
  readCheckUp: byAdministrator({}, answers<Done & { readonly facts: CheckUpFacts }>()),
  /** Brings My security to the front, in the main window. */
  openMySecurity: byAdministrator({ page: z.enum(ASKED_SECURITY_PAGES) }, answers<Done>()),
};
