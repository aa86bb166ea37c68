import { beforeEach, expect, it, vi } from 'vitest';
import { installMenu } from '../../../src/main/windows/menu.js';

/** The template that Electron makes a menu from. */
interface Item {
  readonly role?: string;
  readonly submenu?: readonly Item[];
}

const electron = vi.hoisted(() => ({
  app: { isPackaged: true },
  template: [] as readonly unknown[],
}));
vi.mock('electron', () => ({
  app: electron.app,
  Menu: {
    buildFromTemplate: (template: readonly unknown[]) => (electron.template = template),
    setApplicationMenu: () => undefined,
  },
}));

function roles(items = electron.template as readonly Item[]): readonly string[] {
  return items.flatMap(({ role, submenu }) => [
    ...(role === undefined ? [] : [role]),
    ...roles(submenu ?? []),
  ]);
}

beforeEach(() => void (electron.app.isPackaged = true));

it('a packed app has neither developer tools nor reload, and no keys for them', () => {
  installMenu({ lockNow: () => undefined, saveDiagnostics: () => undefined });
  expect(roles()).toContain('editMenu');
  // `viewMenu` would add both.
  for (const role of ['toggleDevTools', 'reload', 'forceReload', 'viewMenu'])
    expect(roles()).not.toContain(role);
});

it('an app in development has them', () => {
  electron.app.isPackaged = false;
  installMenu({ lockNow: () => undefined, saveDiagnostics: () => undefined });
  expect(roles()).toContain('toggleDevTools');
});
