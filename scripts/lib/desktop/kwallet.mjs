// @ts-check
// KWallet 5 as the private desktop's keychain, in place of the GNOME keyring. It is the real
// program; its wallet is created and opened like at KDE's sign-in, without a question.

import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Stop } from '../cli.mjs';
import { readOutput } from '../processes.mjs';
import { waitForBusName } from './session-bus.mjs';

const wallet = 'kdewallet';
/** The bus name of version 5. */
const name = 'org.kde.kwalletd5';
/** The length of the key that KDE's sign-in derives from the password. */
const keyBytes = 56;
const patienceMilliseconds = 10_000;

const configuration = `[Wallet]
Enabled=true
First Use=false
Default Wallet=${wallet}

[org.freedesktop.secrets]
apiEnabled=true
`;

/**
 * Starts KWallet with its wallet open.
 *
 * @param {import('./children.mjs').Children} children
 * @param {{ env: NodeJS.ProcessEnv, owner: import('../desktop.mjs').Owner | undefined }} options
 */
export async function startKWallet(children, { env, owner }) {
  const options = { env: { ...env, QT_QPA_PLATFORM: 'offscreen' }, ...owner };
  const config = env['XDG_CONFIG_HOME'] ?? '';
  const file = join(env['XDG_DATA_HOME'] ?? '', `kwalletd/${wallet}.kwl`);
  mkdirSync(config, { recursive: true, mode: 0o700 });
  writeFileSync(join(config, 'kwalletrc'), configuration);
  const key = [...randomBytes(keyBytes)].join(',');
  const start = async () => {
    const daemon = children.start('kwalletd5', [], { ...options, stdio: 'ignore' });
    await waitForBusName('org.freedesktop.secrets', true, options);
    await readOutput(
      'dbus-send',
      [
        ...['--session', '--print-reply', `--dest=${name}`, '/modules/kwalletd5'],
        ...['org.kde.KWallet.pamOpen', `string:${wallet}`, `array:byte:${key}`, 'int32:0'],
      ],
      options,
    );
    return daemon;
  };
  const first = await start();
  const deadline = performance.now() + patienceMilliseconds;
  while (!existsSync(file)) {
    if (performance.now() > deadline) throw new Stop('KWallet did not make a wallet.');
    await sleep(50);
  }
  // KWallet offers other programs only wallets that existed when it started, so it is restarted.
  const ended = once(first, 'exit');
  first.kill('SIGTERM');
  await ended;
  await waitForBusName('org.freedesktop.secrets', false, options);
  await start();
}
