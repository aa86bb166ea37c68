import { z } from 'zod';
import {
  clinicAppRulesSchema,
  clinicAppSettingsSchema,
  type SiteFinding,
} from '../clinic-apps/clinic-app.js';
import type { Answer, CannotWrite, Done, NotWritten } from './answers.js';
import { answers, byProvedAdministrator, requestsFrom } from './request.js';

const appId = z.uuid();

const byMember = requestsFrom({ windows: ['main'], access: 'member' });

/** What members open, and how administrators manage it. */
export const CLINIC_APP_REQUESTS = {
  openClinicApp: byMember({ appId }, answers<Answer<'unknownApp'>>()),
  /** Opens again what this member had open when the last session ended. */
  reopenPlaces: byMember({}, answers<Done>()),
  declinePlaces: byMember({}, answers<Answer<NotWritten>>()),
  /** Without an id, a new clinic app is added. */
  saveClinicApp: byProvedAdministrator(
    { appId: appId.nullable(), settings: clinicAppSettingsSchema },
    answers<Answer<CannotWrite | 'unknownApp' | 'tooManyApps' | 'signOutOutside'>>(),
  ),
  removeClinicApp: byProvedAdministrator({ appId }, answers<Answer<CannotWrite | 'unknownApp'>>()),
  moveClinicApp: byProvedAdministrator(
    { appId, to: z.enum(['up', 'down']) },
    answers<Answer<CannotWrite | 'unknownApp'>>(),
  ),
  /**
   * Opens the app in its own guarded window, which stays open, and reports what it found: up to 20 seconds.
   */
  testClinicApp: byProvedAdministrator(
    { settings: clinicAppSettingsSchema },
    answers<Answer<'passwordRequired', { readonly finding: SiteFinding }>>(),
  ),
  saveClinicAppRules: byProvedAdministrator(
    { rules: clinicAppRulesSchema },
    answers<Answer<CannotWrite>>(),
  ),
};
