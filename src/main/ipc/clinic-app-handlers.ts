import type { CLINIC_APP_REQUESTS } from '../../shared/requests/clinic-apps.js';
import type { ClinicAppDesk } from '../clinic-apps/clinic-app-desk.js';
import type { ClinicAppKeeper } from '../clinic-apps/clinic-app-keeper.js';
import type { KeyRing } from '../identity/key-ring.js';
import { DONE, writing } from './answers.js';
import type { HandlersOf } from './gate.js';
import { refusal } from './messages.js';

export interface ClinicAppHandlerParts {
  readonly clinicApps: ClinicAppKeeper;
  readonly desk: ClinicAppDesk;
  readonly keys: KeyRing;
}

/** Members open clinic apps, and administrators decide which there are. */
export function clinicAppHandlers(
  parts: ClinicAppHandlerParts,
): HandlersOf<typeof CLINIC_APP_REQUESTS> {
  const { clinicApps, desk, keys } = parts;

  return {
    openClinicApp: ({ appId }, { member }) =>
      desk.open(member, appId) ? DONE : refusal('unknownApp'),
    reopenPlaces: (_input, { member }) => {
      desk.reopen(member);
      return DONE;
    },
    declinePlaces: () => {
      desk.decline();
      return DONE;
    },

    saveClinicApp: ({ appId, settings }, { member }) =>
      writing(async () => {
        const saved = await clinicApps.save(appId, settings, keys.authorFor(member));
        if (!saved.ok) return refusal(saved.code);
        desk.saved(saved.app);
        return DONE;
      }),
    removeClinicApp: ({ appId }, { member }) =>
      writing(async () => {
        const removed = await clinicApps.remove(appId, keys.authorFor(member));
        return removed.ok ? DONE : refusal(removed.code);
      }),
    moveClinicApp: ({ appId, to }, { member }) =>
      writing(async () => {
        const moved = await clinicApps.move(appId, to, keys.authorFor(member));
        return moved.ok ? DONE : refusal(moved.code);
      }),
    testClinicApp: async ({ settings }, { member }) => ({
      ...DONE,
      finding: await desk.test(settings, member),
    }),
    saveClinicAppRules: ({ rules }, { member }) =>
      writing(async () => {
        await clinicApps.saveRules(rules, keys.authorFor(member));
        return DONE;
      }),
  };
}
