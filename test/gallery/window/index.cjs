// @ts-check
// A window of Electron for the gallery's page. Empty at first: Playwright finds it only once it shows a page.

const { app, BrowserWindow } = require('electron');

void app.whenReady().then(async () => {
  const window = new BrowserWindow({ width: 1280, height: 860 });
  await window.loadURL('about:blank');
});
