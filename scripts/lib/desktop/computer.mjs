// @ts-check
// A separate virtual computer: Debian's real systemd as process 1 of a namespace, with real logind
// and PAM. It uses this machine's files and keeps its changes in memory. A session on its seat has
// an X screen, or GNOME. Only root can make one.

import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Stop } from '../cli.mjs';
import { run } from '../processes.mjs';
import { startDisplayManager } from './computer/display-manager.mjs';
import { xSession } from './computer/sessions.mjs';
import { secretEntries } from './keyring.mjs';
import { authorityEntry } from './x-server.mjs';

const here = join(import.meta.dirname, 'computer');
const prefix = 'clinic-computer-';
const unified = ['/sys/fs/cgroup/unified', '/sys/fs/cgroup'];

/** How long the boot may take, and a sign-in. */
const patienceMilliseconds = 30_000;

/** @returns {string | undefined} why this machine cannot make one, if so */
export function whyNoComputer() {
  if (process.getuid?.() !== 0) return 'only root can make a computer of its own';
  if (cgroupRoot() === undefined) return 'there are no control groups of version 2 here';
  return undefined;
}

function cgroupRoot() {
  return unified.find((folder) => existsSync(join(folder, 'cgroup.procs')));
}

export class Computer {
  #folder;
  #cgroup;
  #unshare;
  #pid;
  /** Give up this machine's connections into the computer. @type {(() => void)[]} */
  #leave = [];
  /** A folder that both computers see at the same path. */
  shared;

  /**
   * @param {{ folder: string, shared: string, cgroup: string, unshare: import('node:child_process').ChildProcess, pid: number }} parts
   */
  constructor({ folder, shared, cgroup, unshare, pid }) {
    this.#folder = folder;
    this.shared = shared;
    this.#cgroup = cgroup;
    this.#unshare = unshare;
    this.#pid = pid;
  }

  static async boot() {
    const reason = whyNoComputer();
    if (reason !== undefined) throw new Stop(`No computer can be made here: ${reason}.`);
    removeOldOnes();
    const folder = mkdtempSync(join(tmpdir(), prefix));
    const shared = sharedBy(folder);
    const cgroup = join(cgroupRoot() ?? '', basename(folder));
    mkdirSync(cgroup);
    mkdirSync(join(shared, 'home'), { recursive: true, mode: 0o700 });
    const namespaces = [
      '--mount',
      '--propagation',
      'private',
      '--pid',
      '--uts',
      '--ipc',
      '--cgroup',
    ];
    const unshare = spawn(
      'setpriv',
      [
        // The kernel kills this with our process, and process 1 with this, and all other processes
        // with process 1.
        ...['--pdeathsig', 'KILL', '--', 'sh', '-c', 'echo $$ >"$1"; shift; exec "$@"', 'sh'],
        ...[join(cgroup, 'cgroup.procs'), 'unshare', ...namespaces, '--fork', '--kill-child'],
        ...['bash', join(here, 'boot.sh'), folder, shared],
      ],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    let said = '';
    unshare.stderr.on('data', (data) => (said += data));
    const parts = { folder, shared, cgroup, unshare, pid: 0 };
    const deadline = performance.now() + patienceMilliseconds;
    for (;;) {
      parts.pid ||= childOf(unshare.pid ?? 0);
      const computer = new Computer(parts);
      if (parts.pid > 0 && (await computer.run('loginctl', ['list-seats'])).code === 0) {
        await computer.#addDisplayManager();
        return computer;
      }
      if (unshare.exitCode !== null || performance.now() > deadline) {
        await computer.close();
        throw new Stop(`The computer did not boot: ${said}`);
      }
      await sleep(100);
    }
  }

  /**
   * Runs a program on the virtual computer, as root.
   * @param {string} command
   * @param {readonly string[]} [args]
   */
  run(command, args = []) {
    const env = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/root', LANG: 'C.UTF-8' };
    return run('nsenter', [...this.#inside(), command, ...args], { env });
  }

  async #addDisplayManager() {
    const bus = await startDisplayManager(this.#socket('/run/dbus/system_bus_socket'));
    this.#leave.push(() => bus.disconnect());
  }

  /**
   * Signs a user in at the seat.
   * @param {number} terminal number of the virtual terminal
   * @param {import('./computer/sessions.mjs').SessionKind} [kind]
   */
  async signIn(terminal, kind = xSession) {
    const { shared } = this;
    rmSync(join(shared, 'env'), { force: true });
    const authority = join(shared, 'Xauthority');
    writeFileSync(authority, authorityEntry(randomBytes(16)), { mode: 0o600 });
    const name = `clinic-session-${terminal}`;
    const started = await this.run('systemd-run', [
      ...['--quiet', `--unit=${name}`, '-p', 'User=root', '-p', 'PAMName=login'],
      ...['-p', `TTYPath=/dev/tty${terminal}`, '-p', 'StandardInput=null'],
      ...['-p', 'StandardOutput=null', '-p', 'StandardError=null'],
      ...['-E', 'XDG_SEAT=seat0', '-E', `XDG_VTNR=${terminal}`],
      ...['-E', 'XDG_SESSION_CLASS=user', '-E', `SHARED=${shared}`],
      ...['-E', `HOME=${join(shared, 'home')}`, '-E', 'PATH=/usr/bin:/bin'],
      ...Object.entries(kind.variables).flatMap(([key, value]) => ['-E', `${key}=${value}`]),
      ...[join(here, 'session.sh'), ...kind.command],
    ]);
    if (started.code !== 0) throw new Stop(`Nobody could sign in: ${started.stderr}`);
    const deadline = performance.now() + patienceMilliseconds;
    while (!existsSync(join(shared, 'env'))) {
      if (performance.now() > deadline) throw new Stop('The session did not come up.');
      await sleep(50);
    }
    return this.#session(kind, readEnvironment(join(shared, 'env')));
  }

  /**
   * How this machine reaches into a session of the virtual computer.
   * @param {import('./computer/sessions.mjs').SessionKind} kind
   * @param {Record<string, string>} inner the session's environment
   */
  async #session(kind, inner) {
    const bus = this.#socket(`${inner['XDG_RUNTIME_DIR']}/bus`);
    const env = { ...inner, DBUS_SESSION_BUS_ADDRESS: bus };
    const reached = await kind.reach({ env, shared: this.shared });
    this.#leave.push(reached.leave);
    const id = inner['XDG_SESSION_ID'] ?? '';
    return {
      /** The session's id in logind. */
      id,
      env,
      input: reached.input,
      screenshot: reached.screenshot,
      electronArgs: [
        ...['--password-store=gnome-libsecret', '--disable-gpu'],
        ...reached.electronArgs,
      ],
      secretEntries: (/** @type {string} */ service) => secretEntries(service, { env }),
      /** A script of this machine that starts a program inside the session. */
      entrance: (/** @type {string} */ program) => this.#entrance(program, id),
    };
  }

  /** @param {string} program @param {string} session */
  #entrance(program, session) {
    const file = join(this.shared, 'entrance');
    const scope = join(this.#cgroup, 'user.slice/user-0.slice', `session-${session}.scope`);
    const enter = ['nsenter', ...this.#inside()].join(' ');
    const bus = 'DBUS_SESSION_BUS_ADDRESS="unix:path=$XDG_RUNTIME_DIR/bus"';
    writeFileSync(
      file,
      `#!/bin/sh\necho $$ >'${scope}/cgroup.procs'\nexec ${enter} env ${bus} '${program}' "$@"\n`,
      { mode: 0o700 },
    );
    return file;
  }

  /** Switches the power off at once and removes everything. */
  async close() {
    for (const leave of this.#leave) leave();
    if (this.#unshare.exitCode === null && this.#unshare.signalCode === null) {
      const ended = once(this.#unshare, 'exit');
      if (this.#pid > 0) process.kill(this.#pid, 'SIGKILL');
      else this.#unshare.kill('SIGKILL');
      await ended;
    }
    for (let tries = 0; tries < 50 && !removeGroup(this.#cgroup); tries += 1) await sleep(100);
    removeFolders(this.#folder);
  }

  /** @param {string} path of a bus in the computer @returns {string} its address on this machine */
  #socket(path) {
    return `unix:path=/proc/${this.#pid}/root${path}`;
  }

  #inside() {
    return ['-t', String(this.#pid), '-m', '-p', '-u', '-i', '-C', '--'];
  }
}

/** @param {number} pid @returns {number} its one child, 0 while there is none */
function childOf(pid) {
  try {
    return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim());
  } catch {
    return 0;
  }
}

/** Removes virtual computers whose scripts were killed: their processes are gone too. */
function removeOldOnes() {
  const root = cgroupRoot() ?? '';
  for (const name of readdirSync(root).filter((one) => one.startsWith(prefix)))
    if (removeGroup(join(root, name))) removeFolders(join(tmpdir(), name));
}

/** @param {string} folder of a computer that is gone */
function removeFolders(folder) {
  const options = { recursive: true, force: true, maxRetries: 5, retryDelay: 100 };
  for (const one of [folder, sharedBy(folder)]) rmSync(one, options);
}

/** @param {string} folder of a computer @returns {string} the folder that both see */
function sharedBy(folder) {
  return `${folder}-shared`;
}

/** @param {string} file the output of `env -0` @returns {Record<string, string>} */
function readEnvironment(file) {
  const entries = readFileSync(file, 'utf8')
    .split('\0')
    .filter((entry) => entry !== '');
  return Object.fromEntries(
    entries.map((entry) => [
      entry.slice(0, entry.indexOf('=')),
      entry.slice(entry.indexOf('=') + 1),
    ]),
  );
}

/** @param {string} group of processes that are gone @returns {boolean} whether it is gone too */
function removeGroup(group) {
  try {
    for (const { name } of readdirSync(group, { withFileTypes: true }).filter((one) =>
      one.isDirectory(),
    ))
      removeGroup(join(group, name));
    rmdirSync(group);
    return true;
  } catch {
    return !existsSync(group);
  }
}
