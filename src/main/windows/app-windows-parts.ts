import type { Views, WindowKind } from '../../shared/requests/views.js';
import type { SystemNotifications } from '../ports/index.js';

/** The windows of the app itself; those of clinic apps are in `guarded/`. */
export type AppWindowKind = Exclude<WindowKind, 'bar'>;

export interface AppWindowsParts {
  /** What a kind of window shows now. */
  readonly viewOf: <Kind extends AppWindowKind>(kind: Kind) => Views[Kind];
  /** A person used one of the app's windows. */
  readonly onInput: () => void;
  /** The shortcut for `Lock now` was pressed in one of the app's windows. */
  readonly onLockNow: () => void;
  /** One of the app's windows got, or lost, the focus. */
  readonly onFocus: () => void;
  readonly onBlur: () => void;
  /** A key was meant for another program, and came to the warning. */
  readonly onStrayKey: () => void;
  readonly onStay: () => void;
  readonly onSignOut: () => void;
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
