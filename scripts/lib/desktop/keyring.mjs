// @ts-check
// The private desktop's keychain: a real, unlocked GNOME keyring. Tests can stop and restart it
// while the app runs.

import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { run } from '../processes.mjs';
import { isRunning } from './children.mjs';
import { startAtCall, waitForBusName } from './session-bus.mjs';

const secretService = 'org.freedesktop.secrets';

/** Shows the keyring's question. It quits when nobody needed it for some seconds. */
const prompter = '/usr/share/dbus-1/services/org.gnome.keyring.SystemPrompter.service';

/** @typedef {{ label: string, attributes: Record<string, string> }} SecretEntry */

export class Keyring {
  #children;
  #env;
  #owner;
  #runtimeFolder;
  #password;
  /** @type {import('node:child_process').ChildProcess | undefined} */
  #daemon;

  /**
   * @param {import('./children.mjs').Children} children
   * @param {{ env: NodeJS.ProcessEnv, owner: import('../desktop.mjs').Owner | undefined, runtimeFolder: string, stateFolder: string }} options
   *   `runtimeFolder` is the bus's; `stateFolder` keeps the keyring's password, so that a desktop
   *   that lasts can open its keyring again
   */
  constructor(children, { env, owner, runtimeFolder, stateFolder }) {
    this.#children = children;
    this.#env = env;
    this.#owner = owner;
    this.#runtimeFolder = runtimeFolder;
    this.#password = keyringPassword(join(stateFolder, 'keyring-password'));
  }

  isRunning() {
    return this.#daemon !== undefined && isRunning(this.#daemon);
  }

  /** Starts the daemon with its keyring unlocked; resolves when it answers. */
  async start() {
    if (this.isRunning()) return;
    await this.#start(['--unlock']);
  }

  /** The keyring's password, which a person would type at its prompt. */
  get password() {
    return this.#password;
  }

  /**
   * Starts the daemon again with its keyring locked, as after a sign-in to the computer by
   * fingerprint. The desktop's program that asks for the password starts when it is called.
   */
  async startLocked() {
    await this.stop();
    await this.#start([]);
    await startAtCall(prompter, this.#runtimeFolder, { env: this.#env, ...this.#owner });
  }

  /** @param {string[]} how */
  async #start(how) {
    this.#daemon = this.#children.start(
      'gnome-keyring-daemon',
      ['--foreground', ...how, '--components=secrets'],
      { env: this.#env, stdio: ['pipe', 'ignore', 'ignore'] },
    );
    this.#daemon.stdin?.end(this.#password);
    await waitForBusName(secretService, true, { env: this.#env, ...this.#owner });
  }

  /** Kills the daemon, like a crash; the stored entries stay. */
  async stop() {
    if (!this.#daemon || !this.isRunning()) return;
    const ended = once(this.#daemon, 'exit');
    this.#daemon.kill('SIGKILL');
    await ended;
    await waitForBusName(secretService, false, { env: this.#env, ...this.#owner });
  }

  /** Stops its answers until it is resumed, like a keychain that hangs. */
  pause() {
    this.#daemon?.kill('SIGSTOP');
  }

  goOn() {
    this.#daemon?.kill('SIGCONT');
  }

  /**
   * The keychain's entries for a service name, as another program sees them. Never the secrets.
   *
   * @param {string} service
   * @returns {Promise<SecretEntry[]>}
   */
  entries(service) {
    return secretEntries(service, { env: this.#env, ...this.#owner });
  }
}

/**
 * @param {string} service
 * @param {import('../processes.mjs').RunOptions} options the desktop's environment and owner
 * @returns {Promise<SecretEntry[]>}
 */
export async function secretEntries(service, options) {
  // It prints attributes on stderr and the rest on stdout: merged, they are in order.
  const command = 'exec secret-tool search --all service "$1" 2>&1';
  const { stdout } = await run('sh', ['-c', command, 'sh', service], options);
  return parseEntries(stdout);
}

/** @param {string} file @returns {string} the password, made at first use */
function keyringPassword(file) {
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('base64'), { mode: 0o600 });
  return readFileSync(file, 'utf8');
}

/** @param {string} text output of `secret-tool search`: a path in brackets, then `key = value` */
function parseEntries(text) {
  /** @type {SecretEntry[]} */
  const entries = [];
  for (const line of text.split('\n')) {
    if (/^\[\/.*\]$/.test(line)) entries.push({ label: '', attributes: {} });
    const [, key, value] = /^(label|attribute\.\S+) = (.*)$/.exec(line) ?? [];
    const entry = entries.at(-1);
    if (!entry || key === undefined || value === undefined) continue;
    if (key === 'label') entry.label = value;
    else entry.attributes[key.slice('attribute.'.length)] = value;
  }
  return entries;
}
