import type { CheckUpFacts } from '../../../src/shared/workstation/check-up.js';
import { always, never } from '../answers.js';
import { MUCH_TO_DO, NOTHING_TO_DO } from './check-up-facts.js';
import { press, type Sample } from './sample.js';
import { settingsAt } from './settings.js';

const answering = (facts: CheckUpFacts) => ({ readCheckUp: always({ ok: true, facts } as const) });

export const CHECK_UP_SAMPLES: readonly Sample[] = [
  { name: 'settings-check-up/some', window: 'settings', view: settingsAt('check-up') },
  {
    name: 'settings-check-up/much',
    window: 'settings',
    view: settingsAt('check-up'),
    answers: answering(MUCH_TO_DO),
  },
  {
    name: 'settings-check-up/nothing',
    window: 'settings',
    view: settingsAt('check-up'),
    answers: answering(NOTHING_TO_DO),
  },
  {
    name: 'settings-check-up/looking',
    window: 'settings',
    view: settingsAt('check-up'),
    answers: { readCheckUp: never },
  },
  {
    name: 'settings-check-up/encryption',
    window: 'settings',
    view: settingsAt('check-up'),
    answers: answering(MUCH_TO_DO),
    steps: [press('How to encrypt it')],
  },
];
