// @ts-check
// Runs other programs, in the few ways that the commands need.

import { spawn } from 'node:child_process';
import { Stop } from './cli.mjs';

/**
 * @typedef {object} Outcome
 * @property {number} code exit code; 128 when a signal ended it, 127 when it could not be started
 * @property {string} stdout
 * @property {string} stderr
 */

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env] the whole environment; this process's own by default
 * @property {string} [input] the program's standard input; empty by default
 * @property {boolean} [shown] show its output (on stderr) instead of collecting it
 * @property {number} [timeoutMilliseconds] end it after this long
 * @property {number} [uid] run it as another user, which only root may
 * @property {number} [gid] with that user's group
 */

/**
 * Runs a program to its end. Never rejects: the outcome tells how it went.
 *
 * @param {string} command
 * @param {readonly string[]} [args]
 * @param {RunOptions} [options]
 * @returns {Promise<Outcome>}
 */
export function run(command, args = [], options = {}) {
  return new Promise((settle) => {
    const output = options.shown ? 2 : 'pipe';
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      uid: options.uid,
      gid: options.gid,
      stdio: [options.input === undefined ? 'ignore' : 'pipe', output, output],
      // npm's commands are `.cmd` files on Windows, which only the shell can start.
      shell: process.platform === 'win32' && !command.endsWith('.exe'),
      timeout: options.timeoutMilliseconds,
    });
    let stdout = '';
    let stderr = '';
    child.stdout?.setEncoding('utf8').on('data', (text) => (stdout += text));
    child.stderr?.setEncoding('utf8').on('data', (text) => (stderr += text));
    // A program may end before it reads its input; its exit code tells whether that is an error.
    child.stdin?.on('error', () => {});
    child.stdin?.end(options.input);
    child.on('error', (error) => settle({ code: 127, stdout, stderr: stderr + error.message }));
    child.on('close', (code) => settle({ code: code ?? 128, stdout, stderr }));
  });
}

/**
 * The output of a program that succeeds.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} options
 * @throws {Stop}
 */
export async function readOutput(command, args, options) {
  const { code, stdout, stderr } = await run(command, args, options);
  if (code !== 0) throw new Stop(`${command} failed: ${stderr.trim()}`);
  return stdout.trim();
}

/**
 * Runs a program as root, with sudo if this process is not root; sudo asks for the password itself.
 *
 * @param {string} command
 * @param {readonly string[]} args
 */
export function runAsRoot(command, args) {
  return process.getuid?.() === 0 ? run(command, args) : run('sudo', [command, ...args]);
}

/** @param {string} command whether a program of this name can be started */
export async function hasCommand(command) {
  return (await run('sh', ['-c', 'command -v "$1"', 'sh', command])).code === 0;
}
