import { refusal } from '../../../src/main/ipc/messages.js';
import type { AcceptanceView } from '../../../src/shared/requests/views.js';
import { always, never } from '../answers.js';
import { CLINIC, DANA } from './people.js';
import { press, type Sample, see } from './sample.js';

/* What an administrator is asked when the account is not the one that this computer remembers. */

const ACCEPTANCE = {
  view: 'acceptance',
  clinicName: CLINIC,
  memberName: DANA.name,
  expiresInSeconds: 290,
  question: 'older',
  isShared: false,
  decisions: 812,
  remembered: 815,
  lastDecidedAt: Date.UTC(2026, 10, 3, 14, 5),
} satisfies AcceptanceView;

const goOn = press('Go on with this account');

export const ACCEPTANCE_SAMPLES: readonly Sample[] = [
  { name: 'acceptance/older', window: 'main', view: ACCEPTANCE },
  {
    name: 'acceptance/older-differently',
    window: 'main',
    view: { ...ACCEPTANCE, remembered: 812 },
    steps: [see('it went on differently')],
  },
  {
    name: 'acceptance/server-forgot',
    window: 'main',
    view: { ...ACCEPTANCE, isShared: true },
    steps: [see('went on without decisions')],
  },
  {
    name: 'acceptance/unknown',
    window: 'main',
    view: { ...ACCEPTANCE, question: 'unknown', remembered: null },
  },
  {
    name: 'acceptance/broken',
    window: 'main',
    view: { ...ACCEPTANCE, question: 'broken', remembered: null },
  },
  {
    name: 'acceptance/busy',
    window: 'main',
    view: ACCEPTANCE,
    answers: { acceptAccount: never },
    steps: [goOn],
  },
  {
    name: 'acceptance/problem',
    window: 'main',
    view: ACCEPTANCE,
    answers: { acceptAccount: always(refusal('keychainLocked')) },
    steps: [goOn, see('keychain stayed locked')],
  },
];
