import { ACCEPTANCE_SAMPLES } from './samples/acceptance.js';
import { AUDIT_PICTURES_SAMPLES } from './samples/audit-pictures.js';
import { BAR_SAMPLES } from './samples/bar.js';
import { CHECK_UP_SAMPLES } from './samples/check-up.js';
import { JOIN_SAMPLES, SERVER_SAMPLES, WORKSTATIONS_SAMPLES } from './samples/clinic.js';
import { SECOND_STEP_SAMPLES, SET_UP_SAMPLES, SIGN_IN_SAMPLES } from './samples/entrance.js';
import { GUIDE_SAMPLES } from './samples/guide.js';
import { HELP_SAMPLES } from './samples/help.js';
import { HOME_SAMPLES, SECURITY_SAMPLES } from './samples/home.js';
import {
  AUDIT_LOG_SAMPLES,
  CLINIC_APPS_SAMPLES,
  MEMBERS_SAMPLES,
} from './samples/settings-lists.js';
import {
  CLINIC_AUDIT_SAMPLES,
  FROM_AFAR_SAMPLES,
  PRESENCE_SAMPLES,
} from './samples/presence-samples.js';
import { SIGN_IN_RULES_SAMPLES, TIMEOUT_SAMPLES, WORKSTATION_SAMPLES } from './samples/settings.js';
import type { Sample } from './samples/sample.js';
import { WARNING_SAMPLES } from './samples/warning.js';

/** Every view in every state. */
export const SAMPLES: readonly Sample[] = [
  ...SET_UP_SAMPLES,
  ...JOIN_SAMPLES,
  ...SIGN_IN_SAMPLES,
  ...SECOND_STEP_SAMPLES,
  ...ACCEPTANCE_SAMPLES,
  ...HOME_SAMPLES,
  ...SERVER_SAMPLES,
  ...SECURITY_SAMPLES,
  ...GUIDE_SAMPLES,
  ...CHECK_UP_SAMPLES,
  ...HELP_SAMPLES,
  ...TIMEOUT_SAMPLES,
  ...SIGN_IN_RULES_SAMPLES,
  ...MEMBERS_SAMPLES,
  ...WORKSTATIONS_SAMPLES,
  ...PRESENCE_SAMPLES,
  ...FROM_AFAR_SAMPLES,
  ...CLINIC_APPS_SAMPLES,
  ...AUDIT_LOG_SAMPLES,
  ...CLINIC_AUDIT_SAMPLES,
  ...AUDIT_PICTURES_SAMPLES,
  ...WORKSTATION_SAMPLES,
  ...WARNING_SAMPLES,
  ...BAR_SAMPLES,
];
