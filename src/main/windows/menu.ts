import { app, dialog, Menu, type MenuItemConstructorOptions } from 'electron';
import { say } from '../../shared/words/say.js';

export interface MenuActions {
  readonly lockNow: () => void;
  readonly saveDiagnostics: () => void;
}

/**
 * The application menu. On Windows and Linux it stays out of sight and carries the usual editing
 * keys.
 */
export function installMenu({ lockNow, saveDiagnostics }: MenuActions): void {
  const session: MenuItemConstructorOptions = {
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
      ...(process.platform === 'darwin' ? [] : [{ role: 'quit' } as const]),
    ],
  };
  const developer: MenuItemConstructorOptions = {
    label: say('Develop'),
    submenu: [{ role: 'reload' }, { role: 'toggleDevTools' }],
  };
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(process.platform === 'darwin' ? [{ role: 'appMenu' } as const] : []),
      { role: 'editMenu' },
      session,
      { role: 'windowMenu' },
      { role: 'help', submenu: [{ label: say('Save diagnostics…'), click: saveDiagnostics }] },
      ...(app.isPackaged ? [] : [developer]),
    ]),
  );
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
