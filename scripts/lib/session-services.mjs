// @ts-check
// Checks whether the user's own Linux session offers a keychain, which the app needs.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { hasCommand, run } from './processes.mjs';

/** @returns {Promise<string | undefined>} one sentence that says what to start, if it is missing */
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

/** The service is running, or the bus starts it at the first request. */
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
