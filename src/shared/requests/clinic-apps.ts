import { z } from 'zod';
import {
  clinicAppRulesSchema,
  clinicAppSettingsSchema,
  type SiteFinding,
} from '../clinic-apps/clinic-app.js';
import type { Answer, CannotWrite, Done } from './answers.js';
import { nothing } from './inputs.js';
import { answers, request } from './request.js';

const appId = z.uuid();

/** What members open, and how administrators manage it. */
export const CLINIC_APP_REQUESTS = {
  openClinicApp: request({
    windows: ['main'],
    access: 'member',
    input: z.strictObject({ appId }),
    answer: answers<Answer<'unknownApp'>>(),
  }),
  /** Opens again what this member had open when the last session ended. */
  reopenPlaces: request({
    windows: ['main'],
    access: 'member',
    input: nothing,
    answer: answers<Done>(),
  }),
  declinePlaces: request({
    windows: ['main'],
    access: 'member',
    input: nothing,
    answer: answers<Answer<'storageFailed'>>(),
  }),
  /** Without an id, a new clinic app is added. */
  saveClinicApp: request({
    windows: ['settings'],
    access: 'administrator',
    recentPassword: true,
    input: z.strictObject({ appId: appId.nullable(), settings: clinicAppSettingsSchema }),
    answer: answers<Answer<CannotWrite | 'unknownApp' | 'tooManyApps' | 'signOutOutside'>>(),
  }),
  removeClinicApp: request({
    windows: ['settings'],
    access: 'administrator',
    recentPassword: true,
    input: z.strictObject({ appId }),
    answer: answers<Answer<CannotWrite | 'unknownApp'>>(),
  }),
  moveClinicApp: request({
    windows: ['settings'],
    access: 'administrator',
    recentPassword: true,
    input: z.strictObject({ appId, to: z.enum(['up', 'down']) }),
    answer: answers<Answer<CannotWrite | 'unknownApp'>>(),
  }),
  /**
   * Opens the app in its own guarded window, which stays open, and reports what it found: up to 20 seconds.
   */
  testClinicApp: request({
    windows: ['settings'],
    access: 'administrator',
    recentPassword: true,
    input: z.strictObject({ settings: clinicAppSettingsSchema }),
    answer: answers<Answer<'passwordRequired', { readonly finding: SiteFinding }>>(),
  }),
  saveClinicAppRules: request({
    windows: ['settings'],
    access: 'administrator',
    recentPassword: true,
    input: z.strictObject({ rules: clinicAppRulesSchema }),
    answer: answers<Answer<CannotWrite>>(),
  }),
};
