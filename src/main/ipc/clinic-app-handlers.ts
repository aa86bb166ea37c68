import type { CLINIC_APP_REQUESTS } from '../../shared/requests/clinic-apps.js';
import type { ClinicAppDesk } from '../clinic-apps/clinic-app-desk.js';
import type { ClinicAppKeeper } from '../clinic-apps/clinic-app-keeper.js';
import { DONE, writing } from './answers.js';
import type { HandlersOf } from './gate.js';
import { refusal } from './messages.js';

export interface ClinicAppHandlerParts {
  readonly clinicApps: ClinicAppKeeper;
  readonly desk: ClinicAppDesk;
}

/** What members open, and what administrators say may be opened. */
export function clinicAppHandlers(
  parts: ClinicAppHandlerParts,
): HandlersOf<typeof CLINIC_APP_REQUESTS> {
  const { clinicApps, desk } = parts;

  return {
    openClinicApp: ({ appId }, { member }) =>
      desk.open(member, appId) ? DONE : refusal('unknownApp'),
    reopenPlaces: (_input, { member }) => {
      desk.reopen(member);
      return DONE;
    },
    declinePlaces: () =>
      writing(() => {
        desk.decline();
        return DONE;
      }),

    saveClinicApp: ({ appId, settings }, { member }) =>
      writing(() => {
        const saved = clinicApps.save(appId, settings, member.id);
        if (!saved.ok) return refusal(saved.code);
        desk.saved(saved.app);
        return DONE;
      }),
    removeClinicApp: ({ appId }, { member }) =>
      writing(() => {
        const removed = clinicApps.remove(appId, member.id);
        return removed.ok ? DONE : refusal(removed.code);
      }),
    moveClinicApp: ({ appId, to }, { member }) =>
      writing(() => {
        const moved = clinicApps.move(appId, to, member.id);
        return moved.ok ? DONE : refusal(moved.code);
      }),
    testClinicApp: async ({ settings }, { member }) => ({
      ...DONE,
      finding: await desk.test(settings, member),
    }),
    saveClinicAppRules: ({ rules }, { member }) =>
      writing(() => {
        clinicApps.saveRules(rules, member.id);
        return DONE;
      }),
  };
}
