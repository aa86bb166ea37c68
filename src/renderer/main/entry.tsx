import { mountWindow } from '../mount/mount-window.js';
import { App } from './app.js';

mountWindow(['setUp', 'signIn', 'twoFactor', 'enrolment', 'home', 'broken'], (drawn) => (
  <App {...drawn} />
));
