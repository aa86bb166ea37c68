// @ts-check
// The private desktop's accessibility bus (AT-SPI): screen readers, and tests, read windows over
// it.

import { existsSync } from 'node:fs';
import { Stop } from '../cli.mjs';
import { run } from '../processes.mjs';
import { waitForBusName } from './session-bus.mjs';

/** The paths of the program that starts the bus, by distribution. */
const launchers = ['/usr/libexec/at-spi-bus-launcher', '/usr/lib/at-spi2-core/at-spi-bus-launcher'];

/**
 * Starts the bus and announces a screen reader: toolkits report nothing before that.
 *
 * @param {import('./children.mjs').Children} children
 * @param {import('../processes.mjs').RunOptions} options the desktop's environment and owner
 * @throws {Stop} when this system has no such program
 */
export async function startAccessibility(children, options) {
  const launcher = launchers.find((file) => existsSync(file));
  if (launcher === undefined) throw new Stop('The accessibility bus, at-spi2-core, is missing.');
  children.start(launcher, ['--launch-immediately', '--a11y=1'], {
    env: options.env,
    stdio: 'ignore',
  });
  await waitForBusName('org.a11y.Bus', true, options);
  await run(
    'dbus-send',
    [
      ...['--session', '--print-reply', '--dest=org.a11y.Bus', '/org/a11y/bus'],
      ...['org.freedesktop.DBus.Properties.Set', 'string:org.a11y.Status'],
      ...['string:ScreenReaderEnabled', 'variant:boolean:true'],
    ],
    options,
  );
}
