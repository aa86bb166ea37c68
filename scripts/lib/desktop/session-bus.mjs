// @ts-check
// The private desktop's D-Bus: its own daemon, which starts no services automatically, but for those
// that `startAtCall` names. On a usual bus a stopped keyring starts again at the first request, so
// its loss could not be tested.

import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { run } from '../processes.mjs';
import { readReadyLine } from './children.mjs';

/**
 * @param {import('./children.mjs').Children} children
 * @param {{ runtimeFolder: string, env: NodeJS.ProcessEnv }} options
 * @returns {Promise<string>} the bus's address
 */
export async function startSessionBus(children, { runtimeFolder, env }) {
  const configuration = join(runtimeFolder, 'bus.conf');
  writeFileSync(configuration, busConfiguration(runtimeFolder));
  const daemon = children.start(
    'dbus-daemon',
    [`--config-file=${configuration}`, '--nofork', '--nopidfile', '--print-address=3'],
    { env, stdio: ['ignore', 'ignore', 'ignore', 'pipe'] },
  );
  return readReadyLine(daemon, 'dbus-daemon');
}

/** @param {string} runtimeFolder */
function busConfiguration(runtimeFolder) {
  return `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=${join(runtimeFolder, 'bus')}</listen>
  <servicedir>${servicesOf(runtimeFolder)}</servicedir>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`;
}

/** @param {string} runtimeFolder */
function servicesOf(runtimeFolder) {
  return join(runtimeFolder, 'services');
}

/**
 * From now on the bus starts a service of this machine when somebody calls it, as a usual bus does.
 *
 * @param {string} service the path of its `.service` file
 * @param {string} runtimeFolder of the bus
 * @param {import('../processes.mjs').RunOptions & { env: NodeJS.ProcessEnv }} options the desktop's
 *   environment, which the service gets, and owner
 */
export async function startAtCall(service, runtimeFolder, options) {
  mkdirSync(servicesOf(runtimeFolder), { recursive: true });
  copyFileSync(service, join(servicesOf(runtimeFolder), basename(service)));
  const needed = ['DISPLAY', 'XAUTHORITY'].filter((name) => options.env[name] !== undefined);
  await run('dbus-update-activation-environment', needed, options);
  const bus = ['--dest=org.freedesktop.DBus', '/', 'org.freedesktop.DBus.ReloadConfig'];
  await run('dbus-send', ['--session', '--print-reply', ...bus], options);
}

/**
 * Waits until a bus name has an owner, or no longer has one.
 *
 * @param {string} name
 * @param {boolean} owned
 * @param {import('../processes.mjs').RunOptions} options the desktop's environment and owner
 */
export async function waitForBusName(name, owned, options) {
  const deadline = Date.now() + 10_000;
  while ((await busNameHasOwner(name, options)) !== owned) {
    if (Date.now() > deadline) {
      throw new Error(`${name} ${owned ? 'did not come onto' : 'did not leave'} the private bus.`);
    }
    await sleep(20);
  }
}

/**
 * @param {string} name
 * @param {import('../processes.mjs').RunOptions} options
 */
async function busNameHasOwner(name, options) {
  const { stdout } = await run(
    'dbus-send',
    [
      ...['--session', '--print-reply=literal', '--dest=org.freedesktop.DBus', '/'],
      ...['org.freedesktop.DBus.NameHasOwner', `string:${name}`],
    ],
    options,
  );
  return stdout.includes('true');
}
