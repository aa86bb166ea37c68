import { app } from 'electron';
import { systemNotifications } from '../host/desktop/notifications.js';
import { serve } from '../ipc/serve.js';
import { AppWindows } from '../windows/app-windows.js';

/** Shows only the problem: without its account the app can do nothing else. */
export function startBroken(message: string): void {
  const windows = new AppWindows({
    onInput: () => undefined,
    onLockNow: () => undefined,
    onFocus: () => undefined,
    onBlur: () => undefined,
    onStrayKey: () => undefined,
    onStay: () => undefined,
    onSignOut: () => undefined,
    keyboardRests: () => false,
    idleMs: () => 0,
    canPlace: true,
    notifications: systemNotifications(),
    onMainClose: () => 'quit',
  });
  app.on('window-all-closed', () => app.quit());
  serve(
    {
      readView: (_input, { contents }) => windows.readView(contents, 'main'),
      viewShown: () => ({ ok: true }),
    },
    {
      kindOf: (contents, url) => windows.kindOf(contents, url),
      signedIn: () => null,
      signingIn: () => null,
      hasRecentPassword: () => false,
    },
  );
  windows.begin(() => ({ view: 'broken', message }) as never);
  windows.showMain();
}
