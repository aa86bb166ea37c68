import type { Input, WebContents } from 'electron';
import type { BarPanel, SiteCommand } from '../../../shared/clinic-apps/guard-bar.js';
import { shortcutKey } from '../../../shared/workstation/shortcut-key.js';
import { isCommandKey } from '../../windows/input/person-input.js';

export interface BrowserKeys {
  command(command: SiteCommand): void;
  openPanel(panel: BarPanel): void;
  print(): void;
  /** Moves the focus between the bar and the page. */
  switchFocus(): void;
  /** @returns whether there was something to close */
  escape(): boolean;
}

const WITH_COMMAND: Readonly<Record<string, (keys: BrowserKeys) => void>> = {
  f: (keys) => keys.openPanel('find'),
  r: (keys) => keys.command('reload'),
  p: (keys) => keys.print(),
  '+': (keys) => keys.command('zoomIn'),
  '=': (keys) => keys.command('zoomIn'),
  '-': (keys) => keys.command('zoomOut'),
  '0': (keys) => keys.command('zoomReset'),
};

const ALONE: Readonly<Record<string, (keys: BrowserKeys) => void>> = {
  F5: (keys) => keys.command('reload'),
  F6: (keys) => keys.switchFocus(),
};

const WITH_ALT: Readonly<Record<string, (keys: BrowserKeys) => void>> = {
  ArrowLeft: (keys) => keys.command('back'),
  ArrowRight: (keys) => keys.command('forward'),
  Home: (keys) => keys.command('home'),
};

function actionOf(input: Input): ((keys: BrowserKeys) => void) | undefined {
  if (input.type !== 'keyDown') return undefined;
  if (isCommandKey(input)) return WITH_COMMAND[shortcutKey(input)];
  if (input.control || input.meta) return undefined;
  return input.alt ? WITH_ALT[input.key] : ALONE[input.key];
}

/** Listens in the bar or in the page; all other keys go to the page. */
export function listenToBrowserKeys(contents: WebContents, keys: BrowserKeys): void {
  contents.on('before-input-event', (event, input) => {
    const action = actionOf(input);
    if (action !== undefined) {
      event.preventDefault();
      action(keys);
    } else if (input.type === 'keyDown' && input.key === 'Escape' && keys.escape())
      event.preventDefault();
  });
}
