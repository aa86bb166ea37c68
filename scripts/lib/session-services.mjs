// @ts-check
// Whether the person's own Linux session offers a keychain, which the app can't do without.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { hasCommand, run } from './processes.mjs';

/** @returns {Promise<string | undefined>} one sentence on what to start, where something is missing */
export async function missingKeychain() {
  if (process.platform !== 'linux') return undefined;
  if (!hasSessionBus()) {
    return (
      'This session has no D-Bus, so the app can’t reach a keychain: log in to a desktop session, ' +
      'or run `dbus-run-session -- npm start`.'
    );
  }
  if (!(await hasCommand('dbus-send')) || (await hasSecretService())) return undefined;
  return (
    'No keychain answers in this session: start one, such as GNOME Keyring ' +
    '(`gnome-keyring-daemon --start --components=secrets`) or KeePassXC’s Secret Service.'
  );
}

function hasSessionBus() {
  if (process.env['DBUS_SESSION_BUS_ADDRESS']) return true;
  const runtimeFolder = process.env['XDG_RUNTIME_DIR'];
  return Boolean(runtimeFolder) && existsSync(join(runtimeFolder ?? '', 'bus'));
}

/** Running already, or started by the bus when first asked for. */
async function hasSecretService() {
  for (const list of ['ListNames', 'ListActivatableNames']) {
    const { stdout } = await run('dbus-send', [
      ...['--session', '--print-reply', '--dest=org.freedesktop.DBus', '/'],
      `org.freedesktop.DBus.${list}`,
    ]);
    if (stdout.includes('"org.freedesktop.secrets"')) return true;
  }
  return false;
}
