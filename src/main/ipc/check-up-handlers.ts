import type { CHECK_UP_REQUESTS } from '../../shared/requests/check-up.js';
import type { SystemProtection } from '../ports/index.js';
import type { AppWindows } from '../windows/app-windows.js';
import { DONE } from './answers.js';
import { checkUpFacts, type CheckUpParts } from './check-up-facts.js';
import type { HandlersOf } from './gate.js';

export interface CheckUpHandlerParts extends CheckUpParts {
  readonly computer: { readonly protection: SystemProtection };
  readonly windows: Pick<AppWindows, 'showSecurity'>;
}

/** What administrators see of what protects their clinic. */
export function checkUpHandlers(parts: CheckUpHandlerParts): HandlersOf<typeof CHECK_UP_REQUESTS> {
  const { protection } = parts.computer;

  return {
    readCheckUp: async (_input, { member }) => {
      const [screenLock, diskEncryption] = await Promise.all([
        protection.screenLock(),
        protection.diskEncryption(),
      ]);
      return { ...DONE, facts: await checkUpFacts(parts, member, { screenLock, diskEncryption }) };
    },
    openMySecurity: ({ page }) => {
      parts.windows.showSecurity(page);
      return DONE;
    },
  };
}
