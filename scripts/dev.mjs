// @ts-check
// `npm run dev`: runs the app while somebody changes its sources. A change in a window's code shows
// in the open windows at once; a change in main or the bridge restarts the app. This script reloads
// the windows over the test driver's connection, which only an unpackaged app has; the app itself
// has no code for it. Arguments after `--` go to the app.

import { forgetBuild } from './lib/build.mjs';
import { runCommand, say, secondsSince } from './lib/cli.mjs';
import { projectRoot } from './lib/paths.mjs';
import { setup } from './lib/setup.mjs';
import { hasDisplay, openShownDesktop, ownEnvironment } from './lib/shown-on.mjs';

await runCommand(async () => {
  const { electron, electronArgs } = await setup({ needs: { desktop: !hasDisplay } });
  // Imported only now: these use project packages, which the set-up installs.
  const { _electron } = await import('playwright');
  const { watchSources } = await import('./lib/watch-sources.mjs');
  const desktop = hasDisplay ? null : await openShownDesktop();

  /** @type {import('playwright').ElectronApplication | null} */
  let app = null;
  const close = async () => {
    const old = app;
    app = null;
    await old?.close();
  };
  const start = async () => {
    await close();
    app = await _electron.launch({
      executablePath: electron,
      args: [
        ...(desktop?.electronArgs ?? []),
        ...electronArgs,
        projectRoot,
        ...process.argv.slice(2),
      ],
      env: /** @type {Record<string, string>} */ (desktop?.env ?? ownEnvironment()),
      colorScheme: null,
    });
    const started = app;
    app.process().stderr?.pipe(process.stderr);
    app.on('close', () => {
      // A person closed the app; it is not being restarted.
      if (app === started) stop();
    });
  };
  const reload = () =>
    app?.evaluate(({ webContents }) => {
      for (const page of webContents.getAllWebContents())
        if (page.getURL().startsWith('app:')) page.reloadIgnoringCache();
    });

  // The next `build()` must not skip: from now on out/ does not match its stamp.
  forgetBuild();
  /** @type {() => void} */
  let stop = () => undefined;
  const stopped = new Promise((settle) => {
    stop = () => settle(undefined);
    process.once('SIGINT', stop).once('SIGTERM', stop);
  });
  /** One at a time: changes may come while the app still starts. */
  let last = Promise.resolve();
  const watcher = await watchSources((part, startedAt) => {
    last = last.then(async () => {
      await (part === 'renderer' ? reload() : start());
      const what = part === 'renderer' ? 'Windows show it' : 'Started the app';
      say(`${what} after ${secondsSince(startedAt)}.`);
    });
    last.catch((error) => say(String(error)));
  });
  last = last.then(start);
  await last;
  say('Change something under src/. Ctrl+C, or quitting the app, ends this.');
  await stopped;
  await watcher.close();
  await close();
  await desktop?.close();
});
