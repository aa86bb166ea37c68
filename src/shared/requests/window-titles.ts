import { sayings } from '../words/say.js';
import type { WindowKind } from './views.js';

/** Called the same in every language. */
const APP_NAME = 'Clinic Workstation';

const TITLES: Readonly<Record<Exclude<WindowKind, 'main'>, string>> = sayings({
  settings: 'Settings',
  bar: 'Clinic app',
  warning: 'Are you still there?',
});

/** What windows are called, where they have no name of their own, and their pages. */
export function windowTitle(kind: WindowKind): string {
  return kind === 'main' ? APP_NAME : TITLES[kind];
}
