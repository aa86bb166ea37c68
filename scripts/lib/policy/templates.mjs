// @ts-check
// The files of assets/policy that are made from the policy's schema.

import { adml, admx } from './group-policy.mjs';
import { mobileconfig } from './profile.mjs';

/**
 * @param {readonly import('../../../src/shared/policy/managed-settings.js').ManagedSetting[]} settings
 * @param {Readonly<Record<string, unknown>>} example the text of `policy.example.json`, parsed
 * @returns {Readonly<Record<string, string>>} texts by their names in assets/policy
 */
export function policyTemplates(settings, example) {
  return {
    'clinic-workstation.admx': admx(settings),
    'en-US/clinic-workstation.adml': adml(settings),
    'clinic-workstation.mobileconfig': mobileconfig(example),
  };
}
