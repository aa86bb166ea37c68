import { app, dialog, Menu, type MenuItemConstructorOptions } from 'electron';
import { say } from '../../shared/words/say.js';

export interface MenuActions {
  readonly lockNow: () => void;
  readonly saveDiagnostics: () => void;
}

/** What the menu that is there does. */
let installed: MenuActions | null = null;

/** Says the menu in the language of now. */
export function sayMenuAnew(): void {
  if (installed !== null) installMenu(installed);
}

/**
 * The application menu. On Windows and Linux it stays out of sight and carries the usual editing
 * keys.
 */
export function installMenu(actions: MenuActions): void {
  installed = actions;
  const { lockNow, saveDiagnostics } = actions;
  const session: MenuItemConstructorOptions = {
    // translators: the name of a menu
    label: say('Session'),
    submenu: [
      {
        label: say('Lock now'),
        accelerator: 'CmdOrCtrl+L',
        // The windows listen for it themselves (`app-windows.ts`).
        registerAccelerator: false,
        click: lockNow,
      },
      // The tray has it too, where there is one; macOS has it in the app's own menu.
      ...(process.platform === 'darwin' ? [] : [{ role: 'quit', label: say('Quit') } as const]),
    ],
  };
  const developer: MenuItemConstructorOptions = {
    // translators: the name of a menu for developers
    label: say('Develop'),
    submenu: [{ role: 'reload' }, { role: 'toggleDevTools' }],
  };
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(process.platform === 'darwin' ? [macMenu()] : []),
      {
        role: 'editMenu',
        // translators: the names of menus, with & before the letter that opens them
        label: say('&Edit'),
        submenu: [
          { role: 'undo', label: say('Undo') },
          { role: 'redo', label: say('Redo') },
          { type: 'separator' },
          { role: 'cut', label: say('Cut') },
          { role: 'copy', label: say('Copy') },
          { role: 'paste', label: say('Paste') },
          { role: 'selectAll', label: say('Select all') },
        ],
      },
      session,
      {
        role: 'windowMenu',
        label: say('&Window'),
        submenu: [
          { role: 'minimize', label: say('Minimise') },
          { role: 'close', label: say('Close') },
        ],
      },
      {
        role: 'help',
        label: say('&Help'),
        submenu: [{ label: say('Save diagnostics…'), click: saveDiagnostics }],
      },
      ...(app.isPackaged ? [] : [developer]),
    ]),
  );
}

/** The app's own menu on macOS, whose entries Electron would name in English. */
function macMenu(): MenuItemConstructorOptions {
  return {
    role: 'appMenu',
    submenu: [
      { role: 'about', label: say('About {app}', { app: app.name }) },
      { type: 'separator' },
      // translators: the macOS menu of services that other programs offer
      { role: 'services', label: say('Services') },
      { type: 'separator' },
      { role: 'hide', label: say('Hide {app}', { app: app.name }) },
      { role: 'hideOthers', label: say('Hide others') },
      // translators: an entry of the macOS menu: shows the hidden windows of all programs again
      { role: 'unhide', label: say('Show all') },
      { type: 'separator' },
      { role: 'quit', label: say('Quit') },
    ],
  };
}

/** Tells that the diagnostics could not be saved, without blocking the main process. */
export function tellUnsaved(outcome: 'saved' | 'cancelled' | 'failed'): void {
  if (outcome !== 'failed') return;
  void dialog.showMessageBox({
    type: 'warning',
    message: say('The diagnostics could not be saved there.'),
    detail: say('Choose another place.'),
  });
}
