import { z } from 'zod';
import {
  type ClinicApp,
  type ClinicAppRules,
  clinicAppRulesSchema,
  type ClinicAppSettings,
  clinicAppSettingsSchema,
  MOST_CLINIC_APPS,
} from '../../shared/clinic-apps/clinic-app.js';
import { shownName } from '../../shared/people/name.js';

/** What the sealed record of the clinic apps holds. */
export interface AppsDocument {
  readonly apps: readonly ClinicApp[];
  readonly rules: ClinicAppRules;
}

/** Names that an older version accepted stay valid, in a form that can be shown. */
const storedApp = clinicAppSettingsSchema.extend({
  id: z.uuid(),
  name: z.string().transform(shownName),
});

export const appsSchema: z.ZodType<AppsDocument> = z.strictObject({
  apps: z.array(storedApp).max(MOST_CLINIC_APPS),
  rules: clinicAppRulesSchema,
});

export function changedSettings(
  before: ClinicAppSettings,
  after: ClinicAppSettings,
): readonly (keyof ClinicAppSettings)[] {
  const names = clinicAppSettingsSchema.keyof().options;
  return names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
}
