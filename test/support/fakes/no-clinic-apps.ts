import { DEFAULT_CLINIC_APP_RULES } from '../../../src/shared/clinic-apps/clinic-app.js';
import type { ViewParts } from '../../../src/main/ipc/views.js';

/** A clinic without any clinic app. */
export const NO_CLINIC_APPS: ViewParts['desk'] = {
  tilesFor: () => [],
  reopenNames: () => [],
  rows: () => [],
  rules: () => DEFAULT_CLINIC_APP_RULES,
  unsaved: [],
};
