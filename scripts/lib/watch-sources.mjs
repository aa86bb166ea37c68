// @ts-check
// Builds the app into out/, part by part, and rebuilds a part when one of its sources changes.

import { resolveConfig } from 'electron-vite';
import { build } from 'vite';
import { say } from './cli.mjs';
import { projectRoot } from './paths.mjs';

/** @typedef {'main' | 'preload' | 'renderer'} Part */

/**
 * Returns when all parts are built.
 *
 * @param {(part: Part, startedAt: number) => void} onChange called when a part was rebuilt; `startedAt` is
 *   when the build began, as `performance.now()`
 * @returns {Promise<{ close: () => Promise<void> }>}
 */
export async function watchSources(onChange) {
  const { config } = await resolveConfig({ root: projectRoot, logLevel: 'warn' }, 'build');
  if (config === undefined) throw new Error('electron.vite.config.ts has no configuration.');
  /** @type {{ close: () => Promise<void> }[]} */
  const watchers = [];
  for (const part of /** @type {const} */ (['main', 'preload', 'renderer'])) {
    const watcher = await build({
      ...config[part],
      configFile: false,
      build: { ...config[part]?.build, watch: {} },
    });
    if (!('on' in watcher)) throw new Error('Vite does not watch.');
    watchers.push(watcher);
    await new Promise((settle, fail) => {
      let startedAt = performance.now();
      let isFirst = true;
      watcher.on('event', (event) => {
        if (event.code === 'START') startedAt = performance.now();
        if (event.code === 'BUNDLE_END') void event.result.close();
        if (event.code === 'ERROR') {
          // A source is only half written: the windows stay as they are.
          if (isFirst) fail(event.error);
          else say(String(event.error));
        }
        if (event.code !== 'END') return;
        if (isFirst) settle(undefined);
        else onChange(part, startedAt);
        isFirst = false;
      });
    });
  }
  return { close: async () => void (await Promise.all(watchers.map((one) => one.close()))) };
}
