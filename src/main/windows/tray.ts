import { Menu, nativeImage, Tray } from 'electron';
import { say, sayings } from '../../shared/words/say.js';
import { assetPath } from './app-window.js';

export type TrayState = 'locked' | 'active' | 'warning';

export interface TrayActions {
  readonly open: () => void;
  readonly lockNow: () => void;
  readonly quit: () => void;
}

const LABELS: Readonly<Record<TrayState, string>> = sayings({
  // translators: the state of this computer
  locked: 'Signed out',
  active: 'Signed in',
  warning: 'Signing out soon',
});

const HINTS: Readonly<Record<TrayState, string>> = sayings({
  locked: 'Clinic Workstation: signed out',
  active: 'Clinic Workstation: signed in',
  warning: 'Clinic Workstation: signing out soon',
});

/** The icon in the tray or menu bar: the state, and the three things to do without a window. */
export class StatusTray {
  readonly #actions: TrayActions;
  /** `null` while the desktop shows no icons. */
  #tray: Tray | null = null;
  #state: TrayState = 'locked';

  constructor(actions: TrayActions) {
    this.#actions = actions;
  }

  /** Whether somebody can click it. */
  get isThere(): boolean {
    return this.#tray !== null;
  }

  /** The desktop shows icons from now on, or no longer. */
  place(shown: boolean): void {
    // Made anew each time: an icon that was made while the desktop showed none never appears later.
    this.#tray?.destroy();
    this.#tray = null;
    if (!shown) return;
    this.#tray = new Tray(icon(this.#state));
    this.#tray.on('click', this.#actions.open);
    this.#draw(this.#tray);
  }

  show(state: TrayState): void {
    if (state === this.#state) return;
    this.#state = state;
    if (this.#tray !== null) this.#draw(this.#tray);
  }

  /** In the language of now. */
  sayAnew(): void {
    if (this.#tray !== null) this.#draw(this.#tray);
  }

  #draw(tray: Tray): void {
    const state = this.#state;
    tray.setImage(icon(state));
    tray.setToolTip(HINTS[state]);
    tray.setContextMenu(
      Menu.buildFromTemplate([
        { label: LABELS[state], enabled: false },
        { type: 'separator' },
        // translators: verb, opens the app’s window
        { label: say('Open'), click: this.#actions.open },
        { label: say('Lock now'), enabled: state !== 'locked', click: this.#actions.lockNow },
        { type: 'separator' },
        { label: say('Quit'), click: this.#actions.quit },
      ]),
    );
  }
}

function icon(state: TrayState): Electron.NativeImage {
  // macOS colours a template image by itself, and finds the @2x file beside each by its name.
  const name = process.platform === 'darwin' ? `${state}Template.png` : `${state}.png`;
  return nativeImage.createFromPath(assetPath('tray', name));
}
