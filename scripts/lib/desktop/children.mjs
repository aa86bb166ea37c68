// @ts-check
// The processes of a private desktop. None of them may stay, however this process ends: `close`
// ends them, or a hook on exit, or the kernel if this process is killed (`setpriv --pdeathsig`).

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Stop } from '../cli.mjs';

/** @typedef {import('node:child_process').ChildProcess} ChildProcess */

/** How long a process may take to end before it is killed. */
const graceMilliseconds = 3000;

export class Children {
  /** @type {Set<ChildProcess>} in the order in which they were started */
  #running = new Set();
  #owner;

  /** @param {import('../desktop.mjs').Owner} [owner] another user, where it is not this one */
  constructor(owner) {
    this.#owner = owner;
  }

  /**
   * Starts a process as the leader of its own process group. So its children end with it, and a
   * Ctrl+C in the terminal does not reach it before `close` does.
   *
   * @param {string} command
   * @param {readonly string[]} args
   * @param {import('node:child_process').SpawnOptions} options
   * @returns {ChildProcess}
   */
  start(command, args, options) {
    const child = spawn('setpriv', ['--pdeathsig', 'TERM', '--', command, ...args], {
      ...this.#owner,
      ...options,
      detached: true,
    });
    this.#running.add(child);
    child.once('error', () => this.#running.delete(child));
    child.once('exit', () => this.#running.delete(child));
    return child;
  }

  /** Ends all processes, the last started first, and waits until they are gone. */
  async close() {
    for (const child of [...this.#running].reverse()) await endGroup(child);
  }

  /** Ends all processes without waiting, for the moment when this process exits. */
  closeNow() {
    for (const child of [...this.#running].reverse()) signalGroup(child, 'SIGTERM');
  }
}

/**
 * Reads the one line that a server writes to its file descriptor 3 once it is ready.
 *
 * @param {ChildProcess} child started with a fourth pipe in its `stdio`
 * @param {string} name for the message
 * @returns {Promise<string>}
 * @throws {Stop} when it ends without writing one
 */
export async function readReadyLine(child, name) {
  const pipe = /** @type {import('node:stream').Readable} */ (child.stdio[3]);
  let text = '';
  for await (const chunk of pipe) {
    text += chunk;
    if (text.includes('\n')) return text.trim();
  }
  throw new Stop(`${name} did not start. Is it installed? (node scripts/setup.mjs installs it.)`);
}

/** @param {ChildProcess} child */
async function endGroup(child) {
  if (isRunning(child)) {
    const ended = once(child, 'exit');
    signalGroup(child, 'SIGTERM');
    await Promise.race([ended, sleep(graceMilliseconds, undefined, { ref: false })]);
  }
  // Also if the leader has ended: one of its children may still be in the group.
  signalGroup(child, 'SIGKILL');
}

/** @param {ChildProcess} child */
export function isRunning(child) {
  return child.pid !== undefined && child.exitCode === null && child.signalCode === null;
}

/**
 * @param {ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
function signalGroup(child, signal) {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group is gone already.
  }
}
