import type { SettingsTab } from '../../shared/requests/settings-tab.js';
import { sayings } from '../../shared/words/say.js';

export const TAB_NAMES = sayings<SettingsTab>({
  'check-up': 'Check-up',
  timeout: 'Session timeout',
  'sign-in': 'Sign-in security',
  members: 'Members',
  workstations: 'Workstations',
  'clinic-apps': 'Clinic apps',
  'audit-log': 'Audit log',
  workstation: 'This workstation',
  about: 'About',
});
