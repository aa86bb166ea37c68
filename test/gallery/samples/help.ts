import { always } from '../answers.js';
import { HOME } from './home.js';
import { fill, press, pressExactly, type Sample, see } from './sample.js';
import { settingsAt } from './settings.js';

const open = [pressExactly('Help'), see('Ask for help')];

export const HELP_SAMPLES: readonly Sample[] = [
  { name: 'help/home', window: 'main', view: HOME, steps: open },
  { name: 'help/settings', window: 'settings', view: settingsAt('members'), steps: open },
  {
    name: 'help/administrators-guide',
    window: 'settings',
    view: settingsAt('members'),
    steps: [...open, press('Open the guide'), see('Setting up'), pressExactly('Remote desktops')],
  },
  {
    name: 'help/administrators-guide-search',
    window: 'settings',
    view: settingsAt('members'),
    steps: [...open, press('Open the guide'), fill('Search the guide', 'pg_dump')],
  },
  {
    name: 'help/without-address',
    window: 'settings',
    view: settingsAt('check-up'),
    answers: { readHelpAddress: always({ ok: true, address: '' } as const) },
    steps: open,
  },
];
