import { Menu, nativeImage, Tray } from 'electron';
import { assetPath } from './app-window.js';

export type TrayState = 'locked' | 'active' | 'warning';

export interface TrayActions {
  readonly open: () => void;
  readonly lockNow: () => void;
  readonly quit: () => void;
}

const LABELS: Readonly<Record<TrayState, string>> = {
  locked: 'Signed out',
  active: 'Signed in',
  warning: 'Signing out soon',
};

/** The icon in the tray or menu bar: the state, and the three things to do without a window. */
export class StatusTray {
  readonly #tray: Tray;
  readonly #actions: TrayActions;
  #state: TrayState | null = null;

  /** @throws when this desktop has no place for such icons */
  constructor(actions: TrayActions) {
    this.#actions = actions;
    this.#tray = new Tray(icon('locked'));
    this.#tray.on('click', actions.open);
    this.show('locked');
  }

  show(state: TrayState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#tray.setImage(icon(state));
    this.#tray.setToolTip(`Clinic Workstation: ${LABELS[state].toLowerCase()}`);
    this.#tray.setContextMenu(
      Menu.buildFromTemplate([
        { label: LABELS[state], enabled: false },
        { type: 'separator' },
        { label: 'Open', click: this.#actions.open },
        { label: 'Lock now', enabled: state !== 'locked', click: this.#actions.lockNow },
        { type: 'separator' },
        { label: 'Quit', click: this.#actions.quit },
      ]),
    );
  }

  destroy(): void {
    this.#tray.destroy();
  }
}

/** `null` on a desktop without a place for such icons: closing the window then quits. */
export function openTray(actions: TrayActions): StatusTray | null {
  try {
    return new StatusTray(actions);
  } catch {
    return null;
  }
}

function icon(state: TrayState): Electron.NativeImage {
  // macOS colours a template image by itself, and finds the @2x file beside each by its name.
  const name = process.platform === 'darwin' ? `${state}Template.png` : `${state}.png`;
  return nativeImage.createFromPath(assetPath('tray', name));
}
