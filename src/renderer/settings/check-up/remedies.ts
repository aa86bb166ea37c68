import type { AskedSecurity } from '../../../shared/requests/asked-security.js';
import type { SettingsTab } from '../../../shared/requests/settings-tab.js';
import type { CheckUpFacts, CheckUpSubject } from '../../../shared/workstation/check-up.js';
import { say } from '../../../shared/words/say.js';
import { TAB_NAMES } from '../tab-names.js';

/** Where something is put right. */
export type Remedy =
  | { readonly to: 'tab'; readonly tab: SettingsTab }
  | { readonly to: 'mySecurity'; readonly page: AskedSecurity['page'] }
  | { readonly to: 'clinicApp'; readonly appId: string; readonly name: string }
  | { readonly to: 'encryption' };

const tab = (name: SettingsTab) => (): Remedy => ({ to: 'tab', tab: name });

const REMEDIES: Readonly<Record<CheckUpSubject, (facts: CheckUpFacts) => Remedy>> = {
  twoFactor: ({ twoFactor: { isOwnMissing, required } }) => {
    if (isOwnMissing) return { to: 'mySecurity', page: 'setUp' };
    // Where it is required already, only the members themselves are late.
    return { to: 'tab', tab: required ? 'members' : 'sign-in' };
  },
  emergencyKit: () => ({ to: 'mySecurity', page: 'emergencyKit' }),
  diskEncryption: () => ({ to: 'encryption' }),
  administrators: tab('members'),
  screenLock: tab('timeout'),
  timeout: tab('timeout'),
  version: tab('about'),
  activity: tab('workstation'),
  signOutAddress: ({ withoutSignOut: [first] }) =>
    first === undefined
      ? { to: 'tab', tab: 'clinic-apps' }
      : { to: 'clinicApp', appId: first.id, name: first.name },
  absentMembers: tab('members'),
  workstations: tab('workstations'),
};

export function remedyOf(subject: CheckUpSubject, facts: CheckUpFacts): Remedy {
  return REMEDIES[subject](facts);
}

/** What the button says that leads there. */
export function remedyInWords(remedy: Remedy): string {
  switch (remedy.to) {
    case 'tab':
      return say('Go to {tab}', { tab: TAB_NAMES[remedy.tab] });
    case 'mySecurity':
      return remedy.page === 'setUp' ? say('Set up your own') : say('Make an emergency kit');
    case 'clinicApp':
      return say('Edit {name}', { name: remedy.name });
    case 'encryption':
      return say('How to encrypt it');
  }
}
