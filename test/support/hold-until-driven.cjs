// Loaded into the app's main process before the app: holds it at `whenReady` until Playwright, which
// calls `__playwright_run`, is connected. Playwright's own loader does that too, but also sets a few
// dozen switches, among them one for another keychain. Without it, a window that opens while
// Playwright connects makes it hang now and then.

const { app } = require('electron');

const whenReady = app.whenReady.bind(app);
/** @type {() => void} */
let release = () => undefined;
const driven = new Promise((resolve) => {
  release = () => resolve(undefined);
});

app.whenReady = async () => {
  await driven;
  await whenReady();
};

// A name that Playwright knows.
globalThis.__playwright_run = release;
