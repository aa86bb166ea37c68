import type { HomeView } from '../../../src/shared/requests/views.js';
import { HOME } from './home.js';
import { SOME_MORNING_MS } from './people.js';
import { press, type Sample } from './sample.js';

const OPENED = [press('My security'), press('Read the guide')];

const READ = {
  ...HOME,
  security: { ...HOME.security, guideReadAt: SOME_MORNING_MS },
} satisfies HomeView;

const chapter = (name: string, title: string, view: HomeView = HOME): Sample => ({
  ...{ name: `guide/${name}`, window: 'main', view },
  steps: [...OPENED, press(title)],
});

export const GUIDE_SAMPLES: readonly Sample[] = [
  { name: 'guide/walking-away', window: 'main', view: HOME, steps: OPENED },
  chapter('passwords', '2. Strong passwords'),
  chapter('two-factor', '3. Two-factor authentication'),
  chapter('false-messages', '4. False messages'),
  chapter('eyes-and-ears', '5. Eyes and ears around you'),
  chapter('paper', '6. Paper'),
  chapter('lost-phones', '7. Lost phones'),
  chapter('when-something-went-wrong', '8. When something went wrong'),
  chapter('read', '8. When something went wrong', READ),
];
