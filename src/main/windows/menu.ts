import { app, Menu, type MenuItemConstructorOptions } from 'electron';

/**
 * The application menu. On Windows and Linux it stays out of sight and carries the shortcuts; the
 * page handles `Ctrl+,` itself, because settings may ask for the password first.
 */
export function installMenu(lockNow: () => void): void {
  const session: MenuItemConstructorOptions = {
    label: 'Session',
    submenu: [{ label: 'Lock now', accelerator: 'CmdOrCtrl+L', click: lockNow }],
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
      ...(app.isPackaged ? [] : [developer]),
    ]),
  );
}
