import type { MainView } from '../../shared/requests/views.js';
import { mountWindow } from '../mount/mount-window.js';
import { App } from './app.js';
import { CornerHelp } from './corner-help.js';

mountWindow<MainView>(
  'main',
  {
    ...{ setUp: true, signIn: true, twoFactor: true, enrolment: true, acceptance: true },
    ...{ home: true, removed: true, broken: true },
  },
  (drawn) => (
    <>
      <App {...drawn} />
      {drawn.view.view !== 'home' && <CornerHelp view={drawn.view.view} />}
    </>
  ),
  'home',
);
