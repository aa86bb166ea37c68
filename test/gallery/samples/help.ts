import { always } from '../answers.js';
import { HOME } from './home.js';
import { pressExactly, type Sample, see } from './sample.js';
import { settingsAt } from './settings.js';

const open = [pressExactly('Help'), see('Ask for help')];

export const HELP_SAMPLES: readonly Sample[] = [
  { name: 'help/home', window: 'main', view: HOME, steps: open },
  { name: 'help/settings', window: 'settings', view: settingsAt('members'), steps: open },
  {
    name: 'help/without-address',
    window: 'settings',
    view: settingsAt('check-up'),
    answers: { readHelpAddress: always({ ok: true, address: '' } as const) },
    steps: open,
  },
];
