import type { BrowserWindow } from 'electron';
import type { Views, WindowKind } from '../../shared/requests/views.js';
import type { SystemNotifications } from '../ports/index.js';
import type { FreshPage } from './fresh-page.js';
import type { WarningActs } from './warning-notification.js';

/** The windows of the app itself; those of clinic apps are in `guarded/`. */
export type AppWindowKind = Exclude<WindowKind, 'bar'>;

export type ViewOf = <Kind extends AppWindowKind>(kind: Kind) => Views[Kind];

export const nothingToShow: ViewOf = () => {
  throw new Error('There is nothing to show yet.');
};

export interface OpenWindow {
  readonly kind: AppWindowKind;
  readonly window: BrowserWindow;
  /** Only of the main window. */
  readonly page: FreshPage | null;
  /** The last view that was sent, as text, so that the same is not sent twice. */
  sent: string;
  /** Whether the window has something to show. */
  isReady: boolean;
  /** Whether the window is shown as soon as it is ready. */
  isAwaited: boolean;
}

/** What the warning shows while it lingers, after somebody has come back. */
export const STAYED: Views['warning'] = { view: 'stayed' };

export interface AppWindowsParts extends WarningActs {
  /** A person used one of the app's windows. */
  readonly onInput: () => void;
  /** The shortcut for `Lock now` was pressed in one of the app's windows. */
  readonly onLockNow: () => void;
  /** One of the app's windows got, or lost, the focus. */
  readonly onFocus: () => void;
  readonly onBlur: () => void;
  /** A key was meant for another program, and came to the warning. */
  readonly onStrayKey: () => void;
  /** Whether it is measured that nobody uses the keyboard, in any program. */
  readonly keyboardRests: () => boolean;
  /** How long nobody has used this computer, as far as is known, in milliseconds. */
  readonly idleMs: () => number;
  /** Whether windows can be put in a place: Wayland lets no program do that. */
  readonly canPlace: boolean;
  readonly notifications: SystemNotifications;
  /** What closing the main window does: `hide` when the tray can bring it back. */
  readonly onMainClose: () => 'hide' | 'minimise' | 'quit';
}
