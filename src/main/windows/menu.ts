import { app, Menu, type MenuItemConstructorOptions } from 'electron';

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
    label: 'Session',
    submenu: [
      {
        label: 'Lock now',
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
    label: 'Develop',
    submenu: [{ role: 'reload' }, { role: 'toggleDevTools' }],
  };
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(process.platform === 'darwin' ? [{ role: 'appMenu' } as const] : []),
      { role: 'editMenu' },
      session,
      { role: 'windowMenu' },
      { role: 'help', submenu: [{ label: 'Save diagnostics…', click: saveDiagnostics }] },
      ...(app.isPackaged ? [] : [developer]),
    ]),
  );
}
