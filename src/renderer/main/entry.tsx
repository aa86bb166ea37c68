import type { MainView } from '../../shared/requests/views.js';
import { mountWindow } from '../mount/mount-window.js';
import { App } from './app.js';

mountWindow<MainView>(
  {
    ...{ setUp: true, signIn: true, twoFactor: true, enrolment: true, acceptance: true },
    ...{ home: true, removed: true, broken: true },
  },
  (drawn) => <App {...drawn} />,
);
