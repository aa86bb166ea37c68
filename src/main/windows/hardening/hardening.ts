import { app, type Session, type WebContents } from 'electron';

/*
 * Electron's security checklist, as far as it is code (docs/security.md answers every item). These
 * rules hold for every web contents of the app, whoever makes it.
 */

/**
 * To be called once, before the first window.
 * @param hasOwnRules keeps a page of a clinic app within it, and says whether it is one
 */
export function hardenEveryWebContents(hasOwnRules: (contents: WebContents) => boolean): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-attach-webview', (event) => {
      event.preventDefault();
    });
    if (hasOwnRules(contents)) return;
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    contents.on('will-navigate', (details) => details.preventDefault());
    contents.on('will-redirect', (details) => details.preventDefault());
  });
}

/** Denies every permission, device and download to the pages of a session. */
export function hardenSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => {
    answer(false);
  });
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => {
    event.preventDefault();
  });
  // The app's own pages need no network at all: only what the app protocol serves.
  session.webRequest.onBeforeRequest((request, answer) => {
    answer({ cancel: !/^(app|data|devtools):/.test(request.url) });
  });
}
