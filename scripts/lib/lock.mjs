// @ts-check
// Two commands that start at once (outside tests start several `where`) must not install or build
// at the same time. The lock is a listening socket without a file: the kernel frees it however its
// owner ends, so it cannot go stale.

import { createHash } from 'node:crypto';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { say } from './cli.mjs';

/** @type {Partial<Record<NodeJS.Platform, string>>} the prefix of such sockets, by platform */
const fileLessSocket = { linux: '\0', win32: '\\\\.\\pipe\\' };

/**
 * Runs `work` while no other process runs work under the same name; waits for its turn.
 * On platforms without file-less sockets it runs at once.
 *
 * @template Result
 * @param {string} name such as the folder that the work changes
 * @param {() => Promise<Result>} work
 * @returns {Promise<Result>}
 */
export async function withLock(name, work) {
  const prefix = fileLessSocket[process.platform];
  if (prefix === undefined) return work();
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 32);
  const server = await takeTurn(`${prefix}clinic-workstation-${digest}`);
  try {
    return await work();
  } finally {
    server.close();
  }
}

/** @param {string} address */
async function takeTurn(address) {
  for (let attempt = 0; ; attempt += 1) {
    const server = await listen(address);
    if (server) return server;
    if (attempt === 5) say('Waiting for another command that is setting up this project…');
    await sleep(200);
  }
}

/**
 * @param {string} address
 * @returns {Promise<import('node:net').Server | undefined>} undefined while another process has it
 */
function listen(address) {
  return new Promise((settle, fail) => {
    const server = createServer((connection) => connection.destroy());
    server.once('error', (/** @type {NodeJS.ErrnoException} */ error) => {
      if (error.code === 'EADDRINUSE') settle(undefined);
      else fail(error);
    });
    server.listen(address, () => settle(server));
  });
}
