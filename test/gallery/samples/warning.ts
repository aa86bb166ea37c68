import type { WarningView } from '../../../src/shared/requests/views.js';
import { DANA, MEMBERS } from './people.js';
import type { Sample } from './sample.js';

const WARNING = {
  view: 'warning',
  memberName: DANA.name,
  reason: 'idle',
  elsewhere: null,
  canStay: true,
  leftMilliseconds: 54_900,
  sound: false,
  limitSeconds: 900,
  unsaved: [],
} satisfies WarningView;

/* `standby` is not here: it is a window that is ready and shows nothing. */
export const WARNING_SAMPLES: readonly Sample[] = [
  { name: 'warning/idle', window: 'warning', view: WARNING },
  { name: 'warning/seconds', window: 'warning', view: { ...WARNING, leftMilliseconds: 7_900 } },
  {
    name: 'warning/longest-session',
    window: 'warning',
    view: { ...WARNING, reason: 'longestSession', canStay: false, limitSeconds: 43_200 },
  },
  {
    name: 'warning/unsaved',
    window: 'warning',
    view: {
      ...WARNING,
      memberName: MEMBERS[3]?.name ?? DANA.name,
      unsaved: [
        'Harbour Records',
        'Pathology and imaging results of the northern districts',
        'Prescriptions',
      ],
    },
  },
  {
    name: 'warning/signed-in-elsewhere',
    window: 'warning',
    view: {
      ...WARNING,
      ...{ reason: 'signedInElsewhere', elsewhere: 'Room 2', canStay: false },
      unsaved: ['Harbour Records', 'Prescriptions'],
    },
  },
  { name: 'warning/stayed', window: 'warning', view: { view: 'stayed' } },
];
