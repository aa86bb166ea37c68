import { sayings } from '../words/say.js';
import type { WindowKind } from './views.js';

/** What windows are called, where they have no name of their own, and their pages. */
export const WINDOW_TITLES: Readonly<Record<WindowKind, string>> = sayings({
  main: 'Clinic Workstation',
  settings: 'Settings',
  bar: 'Clinic app',
  warning: 'Are you still there?',
});
